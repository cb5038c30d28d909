@NullMarked
package io.wattline.telemetry;

import org.jspecify.annotations.NullMarked;
