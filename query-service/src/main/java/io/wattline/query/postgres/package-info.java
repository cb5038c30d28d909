/// The ports on PostgreSQL, as the role `wattline_query`. Each subject has a room: `postgres.fleet` serves the port of
/// `fleet`.
///
/// What several rooms need lies here: how values cross JDBC, how far rollups have come, which meter fed a vehicle. All
/// SQL is parameterised. The package of a subject may use this package and `postgres.connection`, and no other subject.
@NullMarked
package io.wattline.query.postgres;

import org.jspecify.annotations.NullMarked;
