/// How the services log: one Logback configuration, as text or as JSON (`LOG_FORMAT`), on standard output.
///
/// Whatever reaches the log, one event is one line plus a bounded stack trace: control characters are escaped, so
/// that no input can forge a line, and messages are cut. `java.util.logging`, which the HTTP server uses, is
/// bridged. Logback calls these converters from every thread; they keep no state.
@NullMarked
package io.wattline.runtime.logging;

import org.jspecify.annotations.NullMarked;
