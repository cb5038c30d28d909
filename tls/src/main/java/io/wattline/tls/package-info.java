/// Keys and certificates out of PEM files, and out of the same files again when they change.
///
/// The one reader of such files for all programs. [TlsFiles] names them, [TlsMaterial] is what is in them at one
/// moment, [ReloadedTls] is what is in them now. Knows JSSE and the library that parses PEM, neither a server nor a
/// client.
@NullMarked
package io.wattline.tls;

import org.jspecify.annotations.NullMarked;
