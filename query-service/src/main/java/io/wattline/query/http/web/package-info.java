/// The pages, as files in this jar. They hold no data: the scripts ask the API for it, with the key of whoever looks.
///
/// [PageRoutes] serves one document at the path of every page, and what it is made of below a path that names the
/// content's digest, so that caches may keep it for ever. Uses no other room.
@NullMarked
package io.wattline.query.http.web;

import org.jspecify.annotations.NullMarked;
