/// The fleet at a glance. Uses `io.wattline.query.http`, and no other subject.
@NullMarked
package io.wattline.query.http.overview;

import org.jspecify.annotations.NullMarked;
