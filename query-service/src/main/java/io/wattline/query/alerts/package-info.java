/// Alerts as operators use them: the list, one with its audit, acknowledging and closing.
///
/// What raises and clears alerts is not here: the jobs do, by the rules of the module `energy`.
@NullMarked
package io.wattline.query.alerts;

import org.jspecify.annotations.NullMarked;
