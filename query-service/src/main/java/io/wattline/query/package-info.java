@NullMarked
package io.wattline.query;

import org.jspecify.annotations.NullMarked;
