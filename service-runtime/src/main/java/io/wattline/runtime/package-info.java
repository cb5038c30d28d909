@NullMarked
package io.wattline.runtime;

import org.jspecify.annotations.NullMarked;
