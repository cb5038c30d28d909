/// Who asks. Uses `io.wattline.query.http`, and no other subject.
@NullMarked
package io.wattline.query.http.me;

import org.jspecify.annotations.NullMarked;
