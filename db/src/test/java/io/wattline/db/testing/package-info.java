@NullMarked
package io.wattline.db.testing;

import org.jspecify.annotations.NullMarked;
