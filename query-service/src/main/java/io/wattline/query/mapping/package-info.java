/// Which meter feeds which vehicle, and when.
///
/// [Mappings] is the port. Writing is serialised by the database, which also refuses overlaps; what it refuses
/// comes back as a [PutOutcome].
@NullMarked
package io.wattline.query.mapping;

import org.jspecify.annotations.NullMarked;
