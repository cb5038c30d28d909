/// The HTTP surface: parameters in, records out, as `docs/api.md` lists them. Each subject has a room: `http.fleet`
/// serves the use case of `fleet`.
///
/// Each `…Routes` class serves one use case through its port; the records named `…Body` are the JSON, member for
/// member. What several rooms need lies here: windows, times, device ids, pages and cursors. A room may use this
/// package and no other subject. Knows no SQL. Handlers are entered by many request threads at once; nothing here keeps
/// state.
@NullMarked
package io.wattline.query.http;

import org.jspecify.annotations.NullMarked;
