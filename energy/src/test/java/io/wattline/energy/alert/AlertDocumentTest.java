package io.wattline.energy.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.energy.alert.Alert.Act;
import io.wattline.energy.alert.Alert.Handling;
import io.wattline.energy.alert.Alert.LostEnergy;
import io.wattline.energy.alert.Alert.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertDocumentTest {

    private static final Instant ONSET = Instant.parse("2026-03-01T18:00:00Z");
    private static final Instant RAISED = Instant.parse("2026-03-01T22:10:00Z");
    private static final Alert.Loss LOSS = new Alert.Loss(
            0.0612, 0.014, 0.07, 0.0612, 0.04, new LostEnergy(new BigDecimal("33.54"), new BigDecimal("38.2")));

    private static Alert alert(
            AlertKind kind, Alert.@Nullable Loss loss, Handling handling, Map<String, String> evidence) {
        return new Alert(
                new UUID(1, 2),
                kind,
                new Alert.Pair("V1", "M1"),
                new Times(ONSET, RAISED, null, null),
                handling,
                loss,
                new TreeMap<>(evidence));
    }

    @Test
    void reportsALossInPointsWithItsCost() {
        AlertDocument document = AlertDocument.of(
                alert(AlertKind.LOSS, LOSS, Handling.NONE, Map.of()),
                Optional.of(new Tariff(new BigDecimal("0.31"), "EUR")));

        assertThat(document.summary())
                .isEqualTo(
                        "The pair has lost 6.1 (±1.4) points more than usual since 2026-03-01T18:00:00Z: 33.5 kWh so far.");
        assertThat(document.size()).isEqualByComparingTo("0.0612");
        assertThat(document.cost()).isEqualByComparingTo("11.84");
        assertThat(document.currency()).isEqualTo("EUR");
        assertThat(document.state()).isEqualTo("open");
    }

    @Test
    void reportsNoCostWithoutATariff() {
        AlertDocument document =
                AlertDocument.of(alert(AlertKind.LOSS, LOSS, Handling.NONE, Map.of()), Optional.empty());
        assertThat(document.cost()).isNull();
        assertThat(document.currency()).isNull();
    }

    @Test
    void alertThatAnOperatorClosedStaysClosed() {
        Handling handling = new Handling(null, new Act(RAISED, "ann"), "a new charger");
        AlertDocument document =
                AlertDocument.of(alert(AlertKind.SILENT, null, handling, Map.of("device", "meter")), Optional.empty());
        assertThat(document.state()).isEqualTo("closed");
        assertThat(document.summary()).isEqualTo("The meter has sent nothing since 2026-03-01T18:00:00Z.");
    }

    @ParameterizedTest
    @EnumSource(AlertKind.class)
    void everyKindHasASentence(AlertKind kind) {
        Alert alert = alert(kind, null, Handling.NONE, Map.of("device", "meter, vehicle", "size", "0.312"));
        assertThat(AlertDocument.of(alert, Optional.empty()).summary())
                .endsWith(".")
                .doesNotContain("%", "null");
    }

    @Test
    void tariffIsAPriceInACurrency() {
        assertThatThrownBy(() -> new Tariff(new BigDecimal("-0.1"), "EUR"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tariff(BigDecimal.ONE, "euro")).isInstanceOf(IllegalArgumentException.class);
    }
}
