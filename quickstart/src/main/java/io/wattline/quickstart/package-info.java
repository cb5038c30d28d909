@NullMarked
package io.wattline.quickstart;

import org.jspecify.annotations.NullMarked;
