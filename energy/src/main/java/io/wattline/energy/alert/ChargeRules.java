package io.wattline.energy.alert;

import static io.wattline.energy.alert.SeenCharge.ac;
import static io.wattline.energy.alert.SeenCharge.dc;

import io.wattline.energy.charge.Charge;
import io.wattline.energy.charge.Charge.Edges;
import io.wattline.energy.charge.ChargeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The rules over the charges of a pair: scale, mapping, dead, gain, clock, and a loss too large to believe once.
final class ChargeRules {

    private static final Map<String, Double> FACTORS = Map.of(
            "2", 2.0, "1/2", 0.5, "3", 3.0, "1/3", 1 / 3.0, "3.6", 3.6, "1/3.6", 1 / 3.6, "1000", 1000.0, "1/1000",
            0.001, "10", 10.0, "1/10", 0.1);
    private static final double ALIKE = 0.1;
    private static final double NEAR_USUAL = 0.3;
    private static final double NEAR_FACTOR = 0.08;
    private static final double LARGE_LOSS_RATIO = 0.75;
    private static final double LARGE_LOSS_KWH = 6;
    private static final double GAIN_RATIO = 1.03;
    private static final double GAIN_KWH = 3;
    private static final int MAPPING_OF = 5;
    private static final int MAPPING_APART = 4;
    private static final double EVENT_KWH = 2;
    private static final double OVERDUE = 1.2;
    private static final int DEAD_METER_CHARGES = 3;
    private static final int DEAD_VEHICLE_CHARGES = 2;
    private static final double DEAD_VEHICLE_KWH = 10;
    private static final int CLOCK_OF = 7;
    private static final int CLOCK_LEAST = 4;
    private static final double CLOCK_MINUTES = 5;
    private static final double EDGES_ALIKE_MINUTES = 8;

    private final List<SeenCharge> charges;

    ChargeRules(List<Charge> charges) {
        this.charges = SeenCharge.all(charges);
    }

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        all.addAll(episodes(AlertKind.SCALE, ChargeRules::scale));
        all.addAll(episodes(AlertKind.MAPPING, ChargeRules::mapping));
        all.addAll(episodes(AlertKind.DEAD, ChargeRules::deadMeter));
        all.addAll(episodes(AlertKind.DEAD, ChargeRules::deadVehicle));
        all.addAll(episodes(AlertKind.GAIN, ChargeRules::gain));
        all.addAll(episodes(AlertKind.CLOCK, ChargeRules::clock));
        all.addAll(episodes(AlertKind.LOSS, ChargeRules::largeLoss));
        return all;
    }

    private List<Finding> episodes(AlertKind kind, Function<SeenCharge, Witness> rule) {
        Episodes episodes = new Episodes(kind);
        for (SeenCharge charge : charges) {
            episodes.hear(charge.knownAt(), rule.apply(charge));
        }
        return episodes.findings();
    }

    /// The same known factor in two neighbours. It is over when both are as usual.
    private static Witness scale(SeenCharge seen) {
        List<Charge> two = seen.neighbours();
        if (two.isEmpty()) {
            return Witness.SAYS_NOTHING;
        }
        double first = Math.log(factor(two.getFirst(), seen));
        double second = Math.log(factor(two.getLast(), seen));
        Optional<String> known = FACTORS.entrySet().stream()
                .filter(factor -> Math.abs(second - first) < ALIKE)
                .filter(factor -> Math.abs((first + second) / 2 - Math.log(factor.getValue())) < NEAR_FACTOR)
                .map(Map.Entry::getKey)
                .findFirst();
        if (known.isPresent()) {
            return new Witness.Holds(startOf(two), Map.of("factor", known.get()));
        }
        return Witness.denyUnless(Math.abs(first) > NEAR_USUAL || Math.abs(second) > NEAR_USUAL);
    }

    private static double factor(Charge charge, SeenCharge seen) {
        return dc(charge) / ac(charge) / seen.usualRatio();
    }

    /// More arrives than was drawn, in two neighbours.
    private static Witness gain(SeenCharge seen) {
        return twice(
                seen,
                charge -> matchedAc(charge) >= GAIN_KWH && SeenCharge.ratio(charge) > GAIN_RATIO,
                last -> Map.of("ratio", number(SeenCharge.ratio(last))));
    }

    /// A loss too large for the loss rule, if two neighbours agree. A known factor is a [AlertKind#SCALE], which
    /// explains it.
    private static Witness largeLoss(SeenCharge seen) {
        double most = LARGE_LOSS_RATIO * seen.usualRatio();
        return twice(
                seen,
                charge -> charge.kind() == ChargeKind.JUDGED
                        && matchedAc(charge) >= LARGE_LOSS_KWH
                        && SeenCharge.ratio(charge) < most,
                last -> Map.of("size", number(seen.usualRatio() - SeenCharge.ratio(last))));
    }

    /// Holds if it is true of two neighbours, and is over if it is true of neither.
    private static Witness twice(
            SeenCharge seen, Predicate<Charge> suspicious, Function<Charge, Map<String, String>> facts) {
        List<Charge> two = seen.neighbours();
        if (!two.isEmpty() && two.stream().allMatch(suspicious)) {
            return new Witness.Holds(startOf(two), facts.apply(two.getLast()));
        }
        return Witness.denyUnless(two.isEmpty() || two.stream().anyMatch(suspicious));
    }

    /// Both sides move, but not together, in most of the last charges.
    private static Witness mapping(SeenCharge seen) {
        List<Charge> last = SeenCharge.latest(seen.home(), MAPPING_OF);
        List<Charge> apart = last.stream().filter(SeenCharge::isApart).toList();
        if (last.size() < MAPPING_OF) {
            return Witness.SAYS_NOTHING;
        }
        long moved = apart.stream().filter(charge -> ac(charge) >= EVENT_KWH).count();
        long received = apart.stream().filter(charge -> dc(charge) >= EVENT_KWH).count();
        return apart.size() >= MAPPING_APART && moved >= 2 && received >= 2
                ? new Witness.Holds(startOf(apart), Map.of("apart", String.valueOf(apart.size())))
                : Witness.denyUnless(apart.size() >= MAPPING_APART);
    }

    private static Witness deadMeter(SeenCharge seen) {
        return dead(seen, "meter", ChargeKind.DC_ONLY, since -> since.size() >= DEAD_METER_CHARGES);
    }

    private static Witness deadVehicle(SeenCharge seen) {
        return dead(
                seen,
                "vehicle",
                ChargeKind.AC_ONLY,
                since -> since.size() >= DEAD_VEHICLE_CHARGES
                        && since.stream().mapToDouble(SeenCharge::ac).sum() >= DEAD_VEHICLE_KWH);
    }

    /// One side moves again and again while the other never does, for longer than charges are usually apart.
    private static Witness dead(
            SeenCharge seen, String device, ChargeKind alone, Function<List<Charge>, Boolean> isEnough) {
        List<Charge> since = seen.sinceJoint();
        if (since.isEmpty()) {
            return SeenCharge.isJoint(seen.charge()) ? Witness.DENIES : Witness.SAYS_NOTHING;
        }
        Instant quietSince =
                seen.joint().isEmpty() ? startOf(since) : seen.joint().getLast();
        double quietSeconds = Duration.between(quietSince, seen.knownAt()).toSeconds();
        boolean isOverdue = quietSeconds > OVERDUE * seen.usualPause().toSeconds();
        boolean isAlone = since.stream().allMatch(charge -> charge.kind() == alone);
        if (isOverdue && isAlone && isEnough.apply(since)) {
            return new Witness.Holds(startOf(since), Map.of("device", device));
        }
        return Witness.denyUnless(isAlone);
    }

    /// Both edges off by the same, in most of the last charges.
    private static Witness clock(SeenCharge seen) {
        List<Charge> last = SeenCharge.latest(seen.home(), CLOCK_OF);
        List<Double> offsets = last.stream()
                .map(ChargeRules::offsetMinutes)
                .filter(Objects::nonNull)
                .toList();
        if (offsets.size() < CLOCK_LEAST) {
            return Witness.SAYS_NOTHING;
        }
        double median = Median.of(offsets);
        return Math.abs(median) > CLOCK_MINUTES
                ? new Witness.Holds(startOf(last), Map.of("minutes", number(median)))
                : Witness.DENIES;
    }

    private static @Nullable Double offsetMinutes(Charge charge) {
        @Nullable Edges edges = charge.shape().edges();
        if (charge.kind() != ChargeKind.JUDGED || edges == null) {
            return null;
        }
        double start = edges.start().toMinutes();
        double end = edges.end().toMinutes();
        return Math.abs(start - end) <= EDGES_ALIKE_MINUTES ? (start + end) / 2 : null;
    }

    private static double matchedAc(Charge charge) {
        return charge.matched().ac().doubleValue();
    }

    private static Instant startOf(List<Charge> charges) {
        return charges.getFirst().window().startsAt();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
