/// The ranking of the fleet over HTTP: its parameters, its cursor, its JSON.
///
/// Uses the parameters and records of `io.wattline.query.http`, and no other subject. Called by many request threads at
/// once; keeps no state.
@NullMarked
package io.wattline.query.http.fleet;

import org.jspecify.annotations.NullMarked;
