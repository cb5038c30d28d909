/// Who may use which route.
///
/// [AccessConfig] holds the start-up rule: keys where a key file is given, open on a loopback address, otherwise
/// no start. [AccessControl] is what the server asks before each handler; [BearerKeys] answers from a [KeyFile], which
/// is read again when it changes. [KeyGeneration] makes keys. Asked by many threads.
@NullMarked
package io.wattline.runtime.access;

import org.jspecify.annotations.NullMarked;
