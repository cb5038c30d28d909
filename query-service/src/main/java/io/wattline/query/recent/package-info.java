/// Answers that are worked out for one caller and given to all who ask within a while.
///
/// [Recent] is entered by many request threads; it knows nothing of what it keeps.
@NullMarked
package io.wattline.query.recent;

import org.jspecify.annotations.NullMarked;
