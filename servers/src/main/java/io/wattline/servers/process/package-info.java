/// Child processes of a test: started with a chosen environment, watched line by line, signalled, and always ended.
///
/// Knows nothing of databases, brokers or JUnit. Every process has one reader thread, which keeps a bounded file and
/// a bounded tail of its output; every wait has a time-out, and what is still running when the test JVM ends is killed.
@NullMarked
package io.wattline.servers.process;

import org.jspecify.annotations.NullMarked;
