/// Which meter feeds which vehicle, and when.
///
/// [Mappings] is the port. Writing is serialised by the database, which also refuses overlaps; what it refuses
/// comes back as a [PutResult], or as a [BulkResult] for many at once. [MappingRule] stands in by a convention of
/// ids where no mapping was ever written.
@NullMarked
package io.wattline.query.mapping;

import org.jspecify.annotations.NullMarked;
