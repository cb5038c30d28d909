/// The OpenAPI document and the page that shows it.
///
/// Uses the parameters and records of `io.wattline.query.http`, and no other subject. Called by many request threads at
/// once; keeps no state.
@NullMarked
package io.wattline.query.http.documentation;

import org.jspecify.annotations.NullMarked;
