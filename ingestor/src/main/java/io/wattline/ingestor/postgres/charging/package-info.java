/// The jobs that make charges and keep alerts, on PostgreSQL: their SQL, and how far they have come.
///
/// [io.wattline.ingestor.postgres.charging.ChargeJob] is where to start. Why no reading is missing from a charge stands
/// in the migration `V13_1__charges.sql`. Threads that enter: the maintenance thread, with its own connection.
@NullMarked
package io.wattline.ingestor.postgres.charging;

import org.jspecify.annotations.NullMarked;
