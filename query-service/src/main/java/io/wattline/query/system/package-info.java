/// The state of the installation: partitions for tomorrow, progress of rollups, holders of slots.
///
/// [SystemSource] is the port. Knows no technology.
@NullMarked
package io.wattline.query.system;

import org.jspecify.annotations.NullMarked;
