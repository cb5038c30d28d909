/// The state of the installation, from its tables and the catalog.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other subject. Called by many request threads;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.system;

import org.jspecify.annotations.NullMarked;
