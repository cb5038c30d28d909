package io.wattline.bench.report;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One measured number.
///
/// @param id what programs call it, such as `drain.rate`; a target of [Targets] is found by it
/// @param what the same for people
/// @param value in `unit`
/// @param unit how it is written
/// @param share of what the parts alone can do; null where there is no such ceiling
/// @param note what else there is to know, possibly empty
public record Figure(
        String id,
        String what,
        double value,
        Unit unit,
        @Nullable Share share,
        String note) {

    /// A part of a ceiling measured in the same run.
    ///
    /// @param ratio 0 to about 1
    /// @param of which ceiling
    public record Share(double ratio, String of) {}

    public static Figure of(String id, String what, double value, Unit unit) {
        return new Figure(id, what, value, unit, null, "");
    }

    /// The same with a remark.
    public Figure noting(String remark) {
        return new Figure(id, what, value, unit, share, remark);
    }

    /// The same as a share of `ceiling`, which is of the same unit.
    public Figure against(double ceiling, String name) {
        return new Figure(id, what, value, unit, new Share(value / ceiling, name), note);
    }

    Optional<Target> target() {
        return Targets.of(id);
    }

    Optional<Rating> rating() {
        return target().map(target -> target.judge(value));
    }
}
