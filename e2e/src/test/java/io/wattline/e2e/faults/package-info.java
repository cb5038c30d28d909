/// The fault suite: the real processes, broken while load is on, healed, drained, and judged by one oracle.
///
/// `docs/guarantees.md` says what is promised and lists every fault with its test. Start reading at
/// [io.wattline.e2e.faults.harness.Run]; then [IngestorPairIT]. The short form runs with every build, the long
/// form with `./mvnw -Pnightly verify`; `-Dfaults.seed=N` replays a run's load, `-Dfaults.only=TEXT` picks the
/// faults whose names contain the text.
@NullMarked
package io.wattline.e2e.faults;

import org.jspecify.annotations.NullMarked;
