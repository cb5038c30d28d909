/// What is measured, as processes of this machine: Mosquitto, PostgreSQL, and the built services; loopback only, each
/// ended by its process id. Knows nothing of what is measured. One thread, and the one that ends everything on Ctrl-C.
@NullMarked
package io.wattline.bench.stack;

import org.jspecify.annotations.NullMarked;
