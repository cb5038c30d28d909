@NullMarked
package io.wattline.db;

import org.jspecify.annotations.NullMarked;
