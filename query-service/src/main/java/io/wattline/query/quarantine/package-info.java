/// What could not become a reading, and why.
///
/// [Quarantine] is the port; it only reads, because what the ingestor refused is kept as it came until its retention
/// ends.
@NullMarked
package io.wattline.query.quarantine;

import org.jspecify.annotations.NullMarked;
