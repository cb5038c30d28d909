/// The database: its schema, its roles, and how to connect.
///
/// Start reading at the migrations (`io/wattline/db/migration`), which explain each table where it is made,
/// then [Migrations], which brings a database there, then [DataSources], which all other modules connect through.
/// The package knows nothing of readings, messages or HTTP. It holds no state; the caller that opens a connection or a
/// pool closes it. Every connection has a connect, a socket, a lock and a statement time-out, and its time
/// zone is UTC.
@NullMarked
package io.wattline.db;

import org.jspecify.annotations.NullMarked;
