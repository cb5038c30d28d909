/// How the installation is. Uses `io.wattline.query.http`, and no other subject.
@NullMarked
package io.wattline.query.http.system;

import org.jspecify.annotations.NullMarked;
