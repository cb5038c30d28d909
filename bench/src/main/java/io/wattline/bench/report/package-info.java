/// Figures, the targets they are held against, and the one table: as text, Markdown and JSON. Pure, but for writing
/// files.
@NullMarked
package io.wattline.bench.report;

import org.jspecify.annotations.NullMarked;
