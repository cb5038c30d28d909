package io.wattline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FieldTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final PayloadDecoder DECODER = new PayloadDecoder(new TelemetryTopic(""), AcceptedWindow.DEFAULT);

    /// Sources that name a field for a reason of their own: a column of their own query, the columns of a sample.
    private static final Set<String> OTHER_USES = Set.of("Field.java", "PostgresSeries.java", "RealCurves.java");

    private record Bound(DeviceKind kind, Field field, BigDecimal value, boolean inside) {}

    private static Stream<Bound> bounds() {
        return Stream.of(DeviceKind.values())
                .flatMap(kind -> Field.numbersOf(kind).stream().flatMap(field -> bounds(kind, field)));
    }

    private static Stream<Bound> bounds(DeviceKind kind, Field field) {
        return Stream.of(
                new Bound(kind, field, field.min(), true),
                new Bound(kind, field, field.max(), true),
                new Bound(kind, field, field.min().subtract(BigDecimal.ONE), false),
                new Bound(kind, field, field.max().add(BigDecimal.ONE), false));
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void boundsHoldForPayloadsAndForReadings(Bound bound) {
        Sender sender = new Sender.Named(new TelemetryTopic.Address(bound.kind(), "D1"));
        Decoded decoded = DECODER.decode(sender, payload(bound).getBytes(StandardCharsets.UTF_8), NOON);
        if (bound.inside()) {
            assertThat(decoded.readings()).containsExactly(reading(bound));
        } else {
            assertThat(decoded.rejections()).extracting(Rejection::reason).containsExactly(RejectReason.OUT_OF_RANGE);
            assertThatThrownBy(() -> reading(bound))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(" must be " + bound.field().min() + " to "
                            + bound.field().max());
        }
    }

    // Every other number is at its least.
    private static BigDecimal value(Field field, Bound bound) {
        return field == bound.field() ? bound.value() : field.min();
    }

    private static String payload(Bound bound) {
        return Field.numbersOf(bound.kind()).stream()
                .map(field -> "\"%s\":%s".formatted(field.jsonName(), value(field, bound)))
                .collect(Collectors.joining(",", "{", ",\"timestamp\":\"" + NOON + "\"}"));
    }

    private static Reading reading(Bound bound) {
        Field energy = Field.energyOf(bound.kind());
        return Reading.of(
                bound.kind(),
                "D1",
                NOON,
                value(energy, bound).setScale(Reading.KWH_SCALE),
                field -> value(field, bound).floatValue());
    }

    @ParameterizedTest
    @EnumSource
    void readingsHoldTheMeasurementsOfTheirKindOnly(DeviceKind kind) {
        BigDecimal kwh = new BigDecimal("0.500000");
        Function<Field, Float> most = field -> field.max().floatValue();
        Reading reading = Reading.of(kind, "D1", NOON, kwh, most);
        for (DeviceKind each : DeviceKind.values()) {
            for (Field field : Field.measurementsOf(each)) {
                assertThat(reading.value(field))
                        .as("%s of %s", field, kind)
                        .isEqualTo(each == kind ? most.apply(field) : null);
            }
        }
        assertThat(reading.at(NOON.plusSeconds(1))).isEqualTo(Reading.of(kind, "D1", NOON.plusSeconds(1), kwh, most));
    }

    @Test
    void noOtherSourceRepeatsTheFieldsOfTheWireFormat() throws IOException {
        Pattern names = Pattern.compile(Stream.of(DeviceKind.values())
                .flatMap(kind -> Field.numbersOf(kind).stream())
                .flatMap(field -> Stream.of(field.jsonName(), field.name().toLowerCase(Locale.ROOT)))
                .distinct()
                .collect(Collectors.joining("|", "\"(?:", ")\"")));
        Path root = Path.of("").toAbsolutePath().getParent();
        try (Stream<Path> files = Files.find(root, 12, (path, attributes) -> isMainSource(root.relativize(path)))) {
            List<Path> sources = files.toList();
            assertThat(sources).hasSizeGreaterThan(100);
            for (Path source : sources) {
                assertThat(Files.readString(source)).as(source.toString()).doesNotContainPattern(names);
            }
        }
    }

    private static boolean isMainSource(Path path) {
        String name = path.toString();
        return name.endsWith(".java")
                && name.contains("/src/main/")
                && !OTHER_USES.contains(path.getFileName().toString());
    }
}
