/// A simulated fleet with the nuisances of real ones, minute by minute, to measure how often the rules are wrong and
/// how
/// soon they are right. Everything follows from a seed, and a vehicle's life does not depend on the fault that it gets.
@NullMarked
package io.wattline.energy.fleet;

import org.jspecify.annotations.NullMarked;
