/// How the installation is. Uses `io.wattline.query.http`, and no other room.
@NullMarked
package io.wattline.query.http.system;

import org.jspecify.annotations.NullMarked;
