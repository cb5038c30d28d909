/// JMH benchmarks of the code that runs once a reading or once a query: decode, encode, pairing.
@NullMarked
package io.wattline.bench.micro;

import org.jspecify.annotations.NullMarked;
