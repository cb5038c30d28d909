/// Master data over HTTP: one vehicle, all vehicles, and bulk writes as JSON or CSV.
///
/// Uses the parameters and records of `io.wattline.query.http`, and no other subject. Called by many request threads at
/// once; keeps no state.
@NullMarked
package io.wattline.query.http.mapping;

import org.jspecify.annotations.NullMarked;
