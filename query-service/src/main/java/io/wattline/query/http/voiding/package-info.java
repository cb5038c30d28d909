/// Void readings over HTTP.
///
/// Uses the parameters and records of `io.wattline.query.http`, and no other subject. Called by many request threads at
/// once; keeps no state.
@NullMarked
package io.wattline.query.http.voiding;

import org.jspecify.annotations.NullMarked;
