/// The HTTP surface: parameters in, records out, as `docs/api.md` lists them.
///
/// Each `…Routes` class serves one use case through its port; the records named `…Body` are the JSON, member for
/// member. Knows no SQL. Handlers are entered by many request threads at once; nothing here keeps state.
@NullMarked
package io.wattline.query.http;

import org.jspecify.annotations.NullMarked;
