package io.wattline.energy.alert;

import io.wattline.energy.alert.Alert.Act;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An alert as everybody outside gets it, with these members in this order: from the API, over MQTT and at a webhook.
///
/// @param id names the alert
/// @param kind the word of the kind
/// @param state the word of the state
/// @param vehicleId of which vehicle
/// @param meterId at which meter
/// @param summary a sentence that says what is wrong
/// @param onsetAt since when it is wrong
/// @param raisedAt when there was evidence enough
/// @param clearedAt when it was over
/// @param withdrawnAt when later data no longer showed it
/// @param acknowledgedAt when somebody saw it
/// @param acknowledgedBy who
/// @param closedAt when somebody closed it
/// @param closedBy who
/// @param note what they say of it
/// @param size share of the drawn energy that is lost beyond what the pair used to lose, four decimal places
/// @param sizeMargin half the width of the 95 % interval around it
/// @param recentSize the same as the latest charges show it
/// @param smallestVisibleLoss the smallest loss that the pair can show
/// @param lostKwh what did not arrive since the onset
/// @param extraGridKwh what was drawn in vain since the onset
/// @param cost of `extraGridKwh`, where a tariff is set
/// @param currency of the cost
/// @param evidence names and values
public record AlertDocument(
        String id,
        String kind,
        String state,
        String vehicleId,
        String meterId,
        String summary,
        Instant onsetAt,
        Instant raisedAt,
        @Nullable Instant clearedAt,
        @Nullable Instant withdrawnAt,
        @Nullable Instant acknowledgedAt,
        @Nullable String acknowledgedBy,
        @Nullable Instant closedAt,
        @Nullable String closedBy,
        @Nullable String note,
        @Nullable BigDecimal size,
        @Nullable BigDecimal sizeMargin,
        @Nullable BigDecimal recentSize,
        @Nullable BigDecimal smallestVisibleLoss,
        @Nullable BigDecimal lostKwh,
        @Nullable BigDecimal extraGridKwh,
        @Nullable BigDecimal cost,
        @Nullable String currency,
        Map<String, String> evidence) {

    private static final int SHARE_SCALE = 4;

    /// The document of an alert.
    public static AlertDocument of(Alert alert, Optional<Tariff> tariff) {
        @Nullable Act acknowledged = alert.handling().acknowledged();
        @Nullable Act closed = alert.handling().closed();
        Alert.@Nullable Loss loss = alert.loss();
        Optional<Tariff> price = loss == null ? Optional.empty() : tariff;
        return new AlertDocument(
                alert.id().toString(),
                alert.kind().word(),
                alert.state().word(),
                alert.pair().vehicleId(),
                alert.pair().meterId(),
                Summary.of(alert),
                alert.times().onsetAt(),
                alert.times().raisedAt(),
                alert.times().clearedAt(),
                alert.times().withdrawnAt(),
                acknowledged == null ? null : acknowledged.at(),
                acknowledged == null ? null : acknowledged.by(),
                closed == null ? null : closed.at(),
                closed == null ? null : closed.by(),
                alert.handling().note(),
                loss == null ? null : share(loss.toldSize()),
                loss == null ? null : share(loss.margin()),
                loss == null ? null : share(loss.recentSize()),
                loss == null ? null : share(loss.smallestVisible()),
                loss == null ? null : loss.energy().lostKwh(),
                loss == null ? null : loss.energy().extraGridKwh(),
                loss == null
                        ? null
                        : price.map(tariffed -> tariffed.of(loss.energy().extraGridKwh()))
                                .orElse(null),
                price.map(Tariff::currency).orElse(null),
                alert.evidence());
    }

    private static BigDecimal share(double share) {
        return BigDecimal.valueOf(share).setScale(SHARE_SCALE, RoundingMode.HALF_EVEN);
    }
}
