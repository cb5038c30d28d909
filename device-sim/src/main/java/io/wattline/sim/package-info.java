@NullMarked
package io.wattline.sim;

import org.jspecify.annotations.NullMarked;
