/// The SQL of charges.
@NullMarked
package io.wattline.query.postgres.charges;

import org.jspecify.annotations.NullMarked;
