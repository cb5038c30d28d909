/// The write side: from the broker and from HTTP into PostgreSQL, each reading once, acknowledged after COMMIT.
///
/// [Ingestor] is the composition root, built by hand; start reading there, then go to the `pipeline` package. Adapters
/// (`mqtt`, `postgres`, `http`) know the pipeline and never each other.
@NullMarked
package io.wattline.ingestor;

import org.jspecify.annotations.NullMarked;
