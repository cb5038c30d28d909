package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.energy.verdict.LossStanding;
import io.wattline.energy.verdict.WindowStatus;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.Judgement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FleetIT {

    private static final String FLEET = "/v1/analytics/performance";
    private static final long SEED = new Random().nextLong();

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

    private static String window(Instant start, Instant end) {
        return FLEET + "?startTime=" + start + "&endTime=" + end;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void sumsHistoryWhateverTheOrderOfArrival(int from) {
        Instant start = RandomFleet.START.plus(Duration.ofHours(from));
        JsonNode body = api.get(window(start, RandomFleet.END) + "&limit=1000").ok();
        assertThat(body.at("/timeRange/start").textValue()).isEqualTo(start.toString());
        assertThat(body.at("/timeRange/end").textValue()).isEqualTo(RandomFleet.CLOSED.toString());
        Map<String, String> expected = new TreeMap<>();
        model.mappings.keySet().forEach(vehicle -> {
            String line = expectedLine(vehicle, start, RandomFleet.CLOSED);
            if (!line.isEmpty()) {
                expected.put(vehicle, line);
            }
        });
        Map<String, String> found = new TreeMap<>();
        body.path("items").forEach(item -> found.put(item.path("vehicleId").textValue(), line(item)));
        assertThat(found).isEqualTo(expected);
    }

    private static String line(JsonNode item) {
        return String.join(
                " ",
                item.path("meterId").asText(),
                plain(item.path("totalEnergyConsumedAc")),
                plain(item.path("totalEnergyDeliveredDc")),
                plain(item.path("energyLoss")),
                plain(item.path("averageBatteryTemp")),
                item.at("/readings/meter").asText(),
                item.at("/readings/vehicle").asText(),
                item.at("/matched/spans").isMissingNode()
                        ? "null"
                        : item.at("/matched/spans").asText(),
                item.at("/matched/energyConsumedAc").isMissingNode()
                        ? "null"
                        : plain(item.at("/matched/energyConsumedAc")),
                item.at("/matched/coverage").isMissingNode() ? "null" : plain(item.at("/matched/coverage")),
                plain(item.path("expectedEfficiency")),
                plain(item.path("excessLoss")),
                item.path("status").textValue());
    }

    private static String plain(JsonNode number) {
        return number.isNull() ? "null" : plain(number.decimalValue());
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    // Reading by reading, from memory.
    private static String expectedLine(String vehicle, Instant start, Instant end) {
        List<RandomFleet.Piece> pieces = model.pieces(vehicle, start, end);
        var dc = new HashMap<Instant, RandomFleet.Reading>();
        if (pieces.isEmpty()) {
            dc.putAll(RandomFleet.between(model.vehicles.get(vehicle), start, end));
            return dc.isEmpty()
                    ? ""
                    : "null null " + plain(RandomFleet.kwh(dc)) + " null " + temperature(dc) + " 0 " + dc.size()
                            + " null null null null null unmapped";
        }
        var ac = new ArrayList<RandomFleet.Reading>();
        for (RandomFleet.Piece piece : pieces) {
            dc.putAll(RandomFleet.between(model.vehicles.get(vehicle), piece.from(), piece.to()));
            ac.addAll(RandomFleet.between(model.meters.get(piece.meterId()), piece.from(), piece.to())
                    .values());
        }
        BigDecimal kwhAc = ac.stream().map(RandomFleet.Reading::kwh).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal kwhDc = RandomFleet.kwh(dc);
        MatchedEnergy matched = model.matched(vehicle, start, end);
        Judgement judgement = Judgement.of(
                model.mapped(vehicle, start, end),
                new AcTotals(ac.size(), kwhAc),
                new DcTotals(dc.size(), kwhDc, 0, BigDecimal.ZERO),
                matched,
                LossStanding.LEARNING);
        BigDecimal expected = judgement.expectedEfficiency();
        BigDecimal excess = judgement.verdict().excessLoss();
        return String.join(
                " ",
                pieces.getLast().meterId(),
                plain(kwhAc),
                plain(kwhDc),
                plain(kwhAc.subtract(kwhDc)),
                temperature(dc),
                Integer.toString(ac.size()),
                Integer.toString(dc.size()),
                Long.toString(matched.spans()),
                plain(matched.energy().ac()),
                plain(judgement.coverage()),
                expected == null ? "null" : plain(expected),
                excess == null ? "null" : plain(excess),
                judgement.verdict().status().word());
    }

    private static String temperature(Map<Instant, RandomFleet.Reading> readings) {
        List<Integer> temperatures = readings.values().stream()
                .map(RandomFleet.Reading::temperature)
                .filter(Objects::nonNull)
                .toList();
        return temperatures.isEmpty()
                ? "null"
                : plain(BigDecimal.valueOf(
                                temperatures.stream().mapToInt(t -> t).sum())
                        .divide(BigDecimal.valueOf(temperatures.size()), 2, RoundingMode.HALF_EVEN));
    }

    private static List<JsonNode> pages(String target, int limit) {
        var items = new ArrayList<JsonNode>();
        JsonNode page = api.get(target + "&limit=" + limit).ok();
        while (true) {
            assertThat(page.path("items").size()).isLessThanOrEqualTo(limit);
            page.path("items").forEach(items::add);
            if (page.path("nextCursor").isNull()) {
                return items;
            }
            page = api.get(FLEET + "?limit=" + limit + "&cursor="
                            + page.path("nextCursor").textValue())
                    .ok();
        }
    }

    @Test
    void ranksTheLowestEfficiencyFirstAndListsEachVehicleOnce() {
        String target = window(RandomFleet.START, RandomFleet.END) + "&sort=efficiency";
        List<JsonNode> all = pages(target, 1_000);
        assertThat(all).hasSizeGreaterThan(8);
        for (int i = 1; i < all.size(); i++) {
            JsonNode before = all.get(i - 1).path("efficiencyRatio");
            JsonNode here = all.get(i).path("efficiencyRatio");
            assertThat(here.isNull()
                            || (!before.isNull() && before.decimalValue().compareTo(here.decimalValue()) <= 0))
                    .isTrue();
        }
        assertThat(pages(target, 1)).isEqualTo(all);
        assertThat(pages(target, 3)).isEqualTo(all);
    }

    @ParameterizedTest
    @EnumSource(WindowStatus.class)
    void filtersByEachVerdictThroughAllPages(WindowStatus status) {
        String target = window(RandomFleet.START, RandomFleet.END);
        List<JsonNode> wanted = pages(target, 1_000).stream()
                .filter(item -> item.path("status").textValue().equals(status.word()))
                .toList();
        assertThat(pages(target + "&status=" + status.word(), 2)).isEqualTo(wanted);
    }

    @Test
    void narrowsTheWindowToTheWholeSummedHoursInside() {
        JsonNode body = api.get(
                        window(RandomFleet.START.plusSeconds(1), RandomFleet.START.plusSeconds(3 * 3_600 + 3_599)))
                .ok();
        assertThat(body.at("/timeRange/start").textValue())
                .isEqualTo(RandomFleet.START.plusSeconds(3_600).toString());
        assertThat(body.at("/timeRange/end").textValue())
                .isEqualTo(RandomFleet.START.plusSeconds(3 * 3_600).toString());
    }

    @Test
    void answersNoItemsWithoutAWholeSummedHour() {
        JsonNode body = api.get(window(RandomFleet.CLOSED.minusSeconds(1), RandomFleet.END))
                .ok();
        assertThat(body.toString()).isEqualTo("{\"timeRange\":null,\"items\":[],\"nextCursor\":null}");
    }

    @Test
    void refusesACursorOfAnotherQueryAndInvalidCursors() {
        String target = window(RandomFleet.START, RandomFleet.END);
        String cursor = api.get(target + "&limit=1").ok().path("nextCursor").textValue();
        assertThat(api.get(target + "&limit=2&cursor=" + cursor).status()).isEqualTo(200);
        for (String other : List.of(
                window(RandomFleet.START.plusSeconds(3_600), RandomFleet.END) + "&cursor=" + cursor,
                target + "&status=degraded&cursor=" + cursor,
                FLEET + "?cursor=" + cursor.substring(2),
                FLEET + "?cursor=none",
                FLEET + "?cursor=W10")) {
            assertThat(api.get(other).problem(400).path("parameter").textValue())
                    .isEqualTo("cursor");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=-1",
                "limit=x",
                "limit=2147483648",
                "status=bad",
                "sort=vehicleId",
                "startTime=2026",
                "endTime=1970-01-01T00:00:00Z&startTime=1970-01-01T00:00:00Z",
                "page=2"
            })
    void refusesUnknownParameters(String parameters) {
        assertThat(api.get(FLEET + "?" + parameters)
                        .problem(400)
                        .path("parameter")
                        .textValue())
                .isIn("limit", "status", "sort", "startTime", "page");
    }
}
