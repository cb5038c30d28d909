/// The job that tells alerts outside, on PostgreSQL. Threads that enter: the maintenance thread, with its own
/// connection.
@NullMarked
package io.wattline.ingestor.postgres.outbox;

import org.jspecify.annotations.NullMarked;
