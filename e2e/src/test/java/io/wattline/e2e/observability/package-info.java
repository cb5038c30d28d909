/// The files of `observability/` against the real Prometheus and the real services.
@NullMarked
package io.wattline.e2e.observability;

import org.jspecify.annotations.NullMarked;
