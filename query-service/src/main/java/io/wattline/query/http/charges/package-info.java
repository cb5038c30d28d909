/// The routes of charges.
@NullMarked
package io.wattline.query.http.charges;

import org.jspecify.annotations.NullMarked;
