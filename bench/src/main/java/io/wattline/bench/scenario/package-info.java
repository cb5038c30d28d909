/// What is measured, one class a scenario: prepare, load, look, hand over figures. Each leaves nothing behind that the
/// next would notice. One thread; what runs beside it is named and ends with the scenario.
@NullMarked
package io.wattline.bench.scenario;

import org.jspecify.annotations.NullMarked;
