/// The words of `docs/glossary.md`, looked for in all sources and pages. Needs no server.
@NullMarked
package io.wattline.e2e.glossary;

import org.jspecify.annotations.NullMarked;
