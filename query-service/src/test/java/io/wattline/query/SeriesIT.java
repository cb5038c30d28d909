package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesIT {

    private static final long SEED = new Random().nextLong();
    private static final Random RANDOM = new Random(SEED);
    private static final List<String> BUCKETS = List.of("PT1M", "PT7M30S", "PT15M", "PT1H", "PT90M", "PT8H", "P1D");

    private static TestFleet fleet;
    private static TestApi api;
    private static RandomFleet model;

    @BeforeAll
    static void start() throws SQLException {
        System.out.println("seed " + SEED);
        fleet = new TestFleet();
        model = new RandomFleet(SEED);
        model.write(fleet);
        api = new TestApi(fleet.asQuery());
    }

    @AfterAll
    static void stop() {
        api.close();
        fleet.close();
    }

    private static String series(String vehicle, Instant start, Instant end, String bucket) {
        return "/v1/analytics/series/" + vehicle + "?startTime=" + start + "&endTime=" + end + "&bucket=" + bucket;
    }

    private static Instant moment() {
        long micros = Duration.between(RandomFleet.START, RandomFleet.END).toNanos() / 1_000;
        return RandomFleet.START.plus((long) (RANDOM.nextDouble() * micros), ChronoUnit.MICROS);
    }

    @RepeatedTest(60)
    void equalsTheSumOfTheReadingsOfEachBucket() {
        Instant one = moment();
        Instant other = moment();
        Instant start = one.isBefore(other) ? one : other;
        Instant end = (one.isBefore(other) ? other : one).plus(1, ChronoUnit.MICROS);
        String bucket = BUCKETS.get(RANDOM.nextInt(BUCKETS.size()));
        List<String> vehicles = List.copyOf(model.mappings.keySet());
        String vehicle = vehicles.get(RANDOM.nextInt(vehicles.size()));
        JsonNode body = api.get(series(vehicle, start, end, bucket)).ok();
        List<String> found = new ArrayList<>();
        body.path("points").forEach(point -> found.add(line(point)));
        assertThat(found)
                .as("%s %s %s %s, seed %d", vehicle, start, end, bucket, SEED)
                .isEqualTo(expected(vehicle, start, end, Duration.parse(bucket)));
    }

    private static String line(JsonNode point) {
        return String.join(
                " ",
                point.path("start").textValue(),
                point.path("end").textValue(),
                plain(point.path("energyConsumedAc")),
                plain(point.path("energyDeliveredDc")),
                plain(point.path("averageBatteryTemp")),
                plain(point.path("soc")),
                point.at("/readings/meter").asText(),
                point.at("/readings/vehicle").asText());
    }

    private static String plain(JsonNode number) {
        return number.isNull() ? "null" : plain(number.decimalValue());
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    @Test
    void answersABucketOfADayAsWritten() {
        JsonNode body = api.get("/v1/analytics/series/V1?bucket=P1D").ok();

        assertThat(body.path("bucket").textValue()).isEqualTo("P1D");
    }

    private static List<String> expected(String vehicle, Instant start, Instant end, Duration bucket) {
        List<RandomFleet.Piece> pieces = model.mappings.get(vehicle).stream()
                .filter(piece -> piece.from().isBefore(end) && piece.to().isAfter(start))
                .toList();
        List<String> lines = new ArrayList<>();
        Instant at = start.truncatedTo(ChronoUnit.DAYS);
        while (at.isBefore(end)) {
            Instant next = at.plus(bucket);
            if (next.isAfter(start)) {
                lines.add(expected(vehicle, pieces, later(at, start), earlier(next, end)));
            }
            at = next;
        }
        return lines;
    }

    private static String expected(String vehicle, List<RandomFleet.Piece> pieces, Instant start, Instant end) {
        TreeMap<Instant, RandomFleet.Reading> all = model.vehicles.get(vehicle);
        List<RandomFleet.Reading> ac = new ArrayList<>();
        Map<Instant, RandomFleet.Reading> dc =
                new TreeMap<>(pieces.isEmpty() ? RandomFleet.between(all, start, end) : Map.of());
        for (RandomFleet.Piece piece : pieces) {
            Instant from = later(piece.from(), start);
            Instant to = earlier(piece.to(), end);
            dc.putAll(RandomFleet.between(all, from, to));
            ac.addAll(RandomFleet.between(model.meters.get(piece.meterId()), from, to)
                    .values());
        }
        List<Integer> temperatures = dc.values().stream()
                .map(RandomFleet.Reading::temperature)
                .filter(Objects::nonNull)
                .toList();
        Integer soc = dc.values().stream()
                .map(RandomFleet.Reading::soc)
                .filter(Objects::nonNull)
                .reduce((first, second) -> second)
                .orElse(null);
        BigDecimal kwhAc = ac.stream().map(RandomFleet.Reading::kwh).reduce(BigDecimal.ZERO, BigDecimal::add);
        return String.join(
                " ",
                start.toString(),
                end.toString(),
                ac.isEmpty() ? "null" : plain(kwhAc),
                dc.isEmpty() ? "null" : plain(RandomFleet.kwh(dc)),
                temperatures.isEmpty()
                        ? "null"
                        : plain(BigDecimal.valueOf(
                                        temperatures.stream().mapToInt(t -> t).sum())
                                .divide(BigDecimal.valueOf(temperatures.size()), 2, RoundingMode.HALF_EVEN)),
                soc == null ? "null" : plain(BigDecimal.valueOf(soc)),
                Integer.toString(ac.size()),
                Integer.toString(dc.size()));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    @Test
    void addsUpToThePerformanceOfTheSameWindow() {
        for (String vehicle : model.mappings.keySet()) {
            Instant start = RandomFleet.START.plusSeconds(1_234);
            Instant end = RandomFleet.END.minusSeconds(2_345);
            BigDecimal ac = BigDecimal.ZERO;
            BigDecimal dc = BigDecimal.ZERO;
            for (JsonNode point :
                    api.get(series(vehicle, start, end, "PT15M")).ok().path("points")) {
                ac = ac.add(orZero(point.path("energyConsumedAc")));
                dc = dc.add(orZero(point.path("energyDeliveredDc")));
            }
            JsonNode total = api.get("/v1/analytics/performance/" + vehicle + "?startTime=" + start + "&endTime=" + end)
                    .ok();
            assertThat(ac).isEqualByComparingTo(orZero(total.path("totalEnergyConsumedAc")));
            assertThat(dc).isEqualByComparingTo(orZero(total.path("totalEnergyDeliveredDc")));
        }
    }

    private static BigDecimal orZero(JsonNode number) {
        return number.isNull() ? BigDecimal.ZERO : number.decimalValue();
    }

    @Test
    void givesEachDayTheSameBucketsAndDefaultsToAQuarterOfAnHour() {
        JsonNode body = api.get("/v1/analytics/series/V0").ok();
        assertThat(body.path("bucket").textValue()).isEqualTo("PT15M");
        assertThat(body.path("points").size()).isEqualTo(96);
        assertThat(body.at("/points/0/start").textValue())
                .isEqualTo(TestFleet.NOW.minus(Duration.ofHours(24)).toString());
        assertThat(body.path("meterId").textValue()).isEqualTo("V0-a");
    }

    @Test
    void answers2000BucketsAndRefusesMore() {
        Instant start = RandomFleet.START;
        assertThat(api.get(series("V0", start, start.plusSeconds(2_000 * 60), "PT1M"))
                        .ok()
                        .path("points")
                        .size())
                .isEqualTo(2_000);
        JsonNode problem = api.get(
                        series("V0", start, start.plusSeconds(2_000 * 60).plusNanos(1_000), "PT1M"))
                .problem(400);
        assertThat(problem.path("parameter").textValue()).isEqualTo("bucket");
        assertThat(problem.path("detail").textValue()).contains("2001").contains("2000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PT59S",
                "P2D",
                "PT7M",
                "PT1M0.5S",
                "-PT15M",
                "PT0S",
                "15",
                "P1M",
                "PT23H",
                "PT99999999999999999H"
            })
    void refusesABucketThatDoesNotDivideADay(String bucket) {
        assertThat(api.get("/v1/analytics/series/V0?bucket=" + bucket)
                        .problem(400)
                        .path("parameter")
                        .textValue())
                .isEqualTo("bucket");
    }

    @Test
    void answers404ForAVehicleWithoutReadingsAndMappings() {
        api.get("/v1/analytics/series/nobody").problem(404);
        api.get("/v1/analytics/series/a%20b").problem(400);
    }
}
