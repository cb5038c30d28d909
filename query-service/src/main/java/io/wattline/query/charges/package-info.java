/// Charges of vehicles and at meters, as the jobs have made them.
@NullMarked
package io.wattline.query.charges;

import org.jspecify.annotations.NullMarked;
