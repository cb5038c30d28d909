package io.wattline.energy.alert;

import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The sentence that says what is wrong.
final class Summary {

    private static final double POINTS = 100;

    private Summary() {}

    static String of(Alert alert) {
        return switch (alert.kind()) {
            case SILENT -> "The %s has sent nothing since %s.".formatted(device(alert), since(alert));
            case FROZEN -> "The meter has repeated the same reading since %s.".formatted(since(alert));
            case SCALE ->
                "The vehicle tells %s times the energy that fits its meter: a wrong unit, or a wrong number of phases."
                        .formatted(fact(alert, "factor"));
            case OTHER_LOAD ->
                "The meter drew in %s of 24 hours in which the vehicle received nothing: something else draws behind it."
                        .formatted(fact(alert, "hours"));
            case MAPPING ->
                "Meter and vehicle both move, but not together, in %s of the last 5 charges: the vehicle may be mapped to another's meter."
                        .formatted(fact(alert, "apart"));
            case DEAD ->
                "The %s has counted no energy since %s while the other side did."
                        .formatted(device(alert), since(alert));
            case GAIN ->
                "The vehicle received %s times what its meter drew, in two charges in a row."
                        .formatted(fact(alert, "ratio"));
            case CLOCK ->
                "The vehicle's charges begin and end %s minutes after the meter's: one clock is wrong."
                        .formatted(fact(alert, "minutes"));
            case IMPLAUSIBLE_POWER ->
                "%s readings of the %s mean more power than any charger has."
                        .formatted(fact(alert, "readings"), device(alert));
            case BAD_FIELD ->
                "%s readings of the %s lost a field that could not be right."
                        .formatted(fact(alert, "readings"), device(alert));
            case CONFLICT ->
                "The %s sent other values for %s instants that it had told of before."
                        .formatted(device(alert), fact(alert, "readings"));
            case LOSS -> loss(alert);
        };
    }

    private static String loss(Alert alert) {
        Alert.@Nullable Loss loss = alert.loss();
        if (loss == null) {
            double size = Double.parseDouble(alert.evidence().getOrDefault("size", "0"));
            return String.format(
                    Locale.ROOT,
                    "The pair has lost %.0f points more than usual since %s.",
                    POINTS * size,
                    since(alert));
        }
        return String.format(
                Locale.ROOT,
                "The pair has lost %.1f (±%.1f) points more than usual since %s: %s kWh so far.",
                POINTS * loss.toldSize(),
                POINTS * loss.margin(),
                since(alert),
                loss.energy().lostKwh().setScale(1, RoundingMode.HALF_EVEN).toPlainString());
    }

    private static String since(Alert alert) {
        return alert.times().onsetAt().toString();
    }

    private static String device(Alert alert) {
        String device = fact(alert, Finding.DEVICE);
        return device.contains(",") ? "pair" : device;
    }

    private static String fact(Alert alert, String name) {
        return alert.evidence().getOrDefault(name, "some");
    }
}
