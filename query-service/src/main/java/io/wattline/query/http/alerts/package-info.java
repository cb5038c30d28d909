/// The routes of alerts.
@NullMarked
package io.wattline.query.http.alerts;

import org.jspecify.annotations.NullMarked;
