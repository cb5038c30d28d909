package io.wattline.ingestor;

import io.wattline.energy.alert.Tariff;
import io.wattline.ingestor.webhook.WebhookConfig;
import io.wattline.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/// How alerts are made and told.
///
/// @param mqtt `ALERT_MQTT`: whether they are published
/// @param webhook `ALERT_WEBHOOK_URL` and `ALERT_WEBHOOK_SECRET`: where they are posted
/// @param tariff `TARIFF_PER_KWH` and `TARIFF_CURRENCY`: what a kWh costs
/// @param settling `ALERT_SETTLING`: how long a device that sent late readings has to be quiet before they are looked
/// at
public record AlertsConfig(boolean mqtt, Optional<WebhookConfig> webhook, Optional<Tariff> tariff, Duration settling) {

    /// Published, not posted, without a price, after 20 seconds.
    public static final AlertsConfig DEFAULT =
            new AlertsConfig(true, Optional.empty(), Optional.empty(), Duration.ofSeconds(20));

    static AlertsConfig read(Settings settings) {
        String currency = settings.built(
                "TARIFF_CURRENCY", "EUR", () -> Tariff.currency(settings.text("TARIFF_CURRENCY", "EUR")));
        return new AlertsConfig(
                settings.flag("ALERT_MQTT", DEFAULT.mqtt),
                WebhookConfig.read(settings),
                settings.built(
                        "TARIFF_PER_KWH",
                        Optional.empty(),
                        () -> settings.optionalText("TARIFF_PER_KWH").map(perKwh -> Tariff.parse(perKwh, currency))),
                settings.duration("ALERT_SETTLING", DEFAULT.settling, Duration.ZERO, Duration.ofMinutes(10)));
    }
}
