/// The SQL of alerts.
@NullMarked
package io.wattline.query.postgres.alerts;

import org.jspecify.annotations.NullMarked;
