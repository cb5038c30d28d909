/// From `main` to the end of the process.
///
/// [ServiceMain] turns a configuration error into exit code 2 with a readable list, a failed start into code 1, and
/// SIGTERM into an orderly stop with code 0. [StopSequence] runs the steps of that stop in order, each with a time
/// limit, so that one that hangs cannot keep the others from their turn. The steps run on threads of their own.
@NullMarked
package io.wattline.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
