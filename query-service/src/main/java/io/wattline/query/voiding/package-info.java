/// Readings that an operator declares void: the request and its result.
///
/// History stays as it was; every sum leaves void readings out. Knows neither HTTP nor SQL. Any thread.
@NullMarked
package io.wattline.query.voiding;

import org.jspecify.annotations.NullMarked;
