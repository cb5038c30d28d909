/// Readings that an operator declares void: what may be asked, and what comes of it.
///
/// History stays as it was; every sum leaves void readings out. Knows neither HTTP nor SQL. Any thread.
@NullMarked
package io.wattline.query.voiding;

import org.jspecify.annotations.NullMarked;
