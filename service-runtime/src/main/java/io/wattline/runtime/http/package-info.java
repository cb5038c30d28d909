/// The vocabulary in which a service states its HTTP surface: a [Route] has a [Handler] that turns a [Request]
/// into an [Answer], or throws a [ProblemException] that becomes an RFC 9457 problem document.
///
/// Nothing here knows which server carries it, so handlers are tested without one. Handlers are entered by many
/// virtual threads at once, one a request; everything else here is immutable.
@NullMarked
package io.wattline.runtime.http;

import org.jspecify.annotations.NullMarked;
