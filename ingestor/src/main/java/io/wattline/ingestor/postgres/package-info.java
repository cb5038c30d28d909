/// The PostgreSQL side of the ingestor: the batch store, its error classes, partitions and the database probe.
///
/// All SQL is here, beside the code that binds it. Threads that enter: the writers and the maintenance thread; each
/// takes its own connection, and every wait on the server has a time-out.
@NullMarked
package io.wattline.ingestor.postgres;

import org.jspecify.annotations.NullMarked;
