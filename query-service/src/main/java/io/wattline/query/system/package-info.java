/// How the installation is: what is there for tomorrow, how far rollups are, who serves which slot.
///
/// [SystemSource] is the port. Knows no technology.
@NullMarked
package io.wattline.query.system;

import org.jspecify.annotations.NullMarked;
