@NullMarked
package io.wattline.ingestor;

import org.jspecify.annotations.NullMarked;
