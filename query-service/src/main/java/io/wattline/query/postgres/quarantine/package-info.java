/// The quarantine, read only.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other subject. Called by many request threads;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.quarantine;

import org.jspecify.annotations.NullMarked;
