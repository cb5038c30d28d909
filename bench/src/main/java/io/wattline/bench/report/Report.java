package io.wattline.bench.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// All of one run.
///
/// @param machine facts of machine, versions and settings, in the order in which they are shown
/// @param figures what was measured
/// @param failures scenarios that did not come to their end, with the reason
public record Report(Map<String, String> machine, List<Figure> figures, List<String> failures) {

    private static final List<String> HEADINGS =
            List.of("what", "measured", "of ceiling", "must", "aim", "rating", "note");

    public Report {
        figures = List.copyOf(figures);
        failures = List.copyOf(failures);
    }

    /// What the table's columns are called.
    static List<String> headings() {
        return HEADINGS;
    }

    /// The table's rows: first what there is a target for, otherwise in the order of measuring.
    List<List<String>> rows() {
        return figures.stream()
                .sorted(Comparator.comparing(figure -> figure.target().isEmpty()))
                .map(Report::row)
                .toList();
    }

    private static List<String> row(Figure figure) {
        Figure.Share share = figure.share();
        return List.of(
                figure.what(),
                figure.unit().write(figure.value()),
                share == null ? "" : Unit.TIMES.write(share.ratio()) + ' ' + share.of(),
                figure.target()
                        .map(target -> bound(figure, target, target.must()))
                        .orElse(""),
                figure.target()
                        .map(target -> bound(figure, target, target.aim()))
                        .orElse(""),
                figure.rating().map(Rating::toString).orElse(""),
                figure.note());
    }

    private static String bound(Figure figure, Target target, double bound) {
        return (target.better() == Target.Better.MORE ? "≥ " : "≤ ")
                + figure.unit().write(bound);
    }
}
