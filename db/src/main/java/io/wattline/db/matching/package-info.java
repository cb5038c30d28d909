/// Matched energy by the hour: what a meter and the vehicle that it fed say of the same spans of time.
///
/// [io.wattline.db.matching.HourMatching] makes the rows, [io.wattline.db.matching.HourInputs] reads what an hour is
/// matched with, for the rows and for whoever answers from history. Which rows count, and why none misses a reading,
/// stands
/// in the migration `V12_1__matched_energy.sql`; the rule of matching itself is that of `io.wattline.energy`. The one
/// room
/// of this module that knows what a reading means.
@NullMarked
package io.wattline.db.matching;

import org.jspecify.annotations.NullMarked;
