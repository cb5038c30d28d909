package io.wattline.query.http.fleet;

import io.wattline.energy.verdict.WindowStatus;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import java.util.Arrays;
import java.util.Optional;

/// The parameter `status`: one of the verdicts, or any of them where it is not given.
final class StatusParameter {

    static final String NAME = "status";

    private StatusParameter() {}

    /// The verdict asked for.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 400 if it is none
    static Optional<WindowStatus> read(Query query) {
        return query.one(NAME)
                .map(word -> parse(word)
                        .orElseThrow(() -> Problem.badParameter(
                                        NAME,
                                        "must be one of "
                                                + Arrays.stream(WindowStatus.values())
                                                        .map(WindowStatus::word)
                                                        .toList())
                                .asException()));
    }

    /// The verdict of that word; empty if there is none.
    static Optional<WindowStatus> parse(String word) {
        return Arrays.stream(WindowStatus.values())
                .filter(status -> status.word().equals(word))
                .findFirst();
    }
}
