/// The benchmark of the whole pipeline: `./mvnw -q -Pbench`, described in `docs/performance.md`.
///
/// [io.wattline.bench.Main] reads the settings and runs the chosen scenarios one after the other on real servers
/// and the built services as processes; what they measure becomes one table. `plan` says what and how large,
/// `stack` starts and stops processes, `load` makes work for them, `measure` looks at them from outside,
/// `scenario` puts the three together, `report` judges and prints. `micro` has the JMH benchmarks of pure code.
@NullMarked
package io.wattline.bench;

import org.jspecify.annotations.NullMarked;
