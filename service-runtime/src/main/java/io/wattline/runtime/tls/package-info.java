/// Certificates that are read again while a service runs. Knows the files and the metrics, neither a server nor a
/// client: those take what [io.wattline.tls.ReloadedTls] gives them. One thread for each watch.
@NullMarked
package io.wattline.runtime.tls;

import org.jspecify.annotations.NullMarked;
