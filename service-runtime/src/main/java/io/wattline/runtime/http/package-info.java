/// The vocabulary in which a service states its HTTP surface: the handler of a Helidon route is an [Endpoint], whose
/// action turns a request into an [Answer], or throws a [ProblemException] that becomes an RFC 9457 problem document.
///
/// Nothing here knows the server behind the routes. Endpoints are entered by many virtual threads at once, one a
/// request; a [Body] belongs to its request; everything else here is immutable.
@NullMarked
package io.wattline.runtime.http;

import org.jspecify.annotations.NullMarked;
