package io.wattline.ingestor.webhook;

import io.wattline.settings.Secret;
import io.wattline.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Where alerts are told, and what proves that it was us.
///
/// @param url `http://` or `https://`, without user
/// @param secret the key of the signature, at least 16 characters
public record WebhookConfig(URI url, Secret secret) {

    private static final int LEAST_SECRET = 16;
    private static final String EXPECTED = "must be http://host/path or https://host/path, without a user";

    public WebhookConfig {
        boolean known = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!known || url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (secret.reveal().length() < LEAST_SECRET) {
            throw new IllegalArgumentException(
                    "ALERT_WEBHOOK_SECRET must have at least " + LEAST_SECRET + " characters");
        }
    }

    /// Reads `ALERT_WEBHOOK_URL` and `ALERT_WEBHOOK_SECRET`; empty without a URL.
    public static Optional<WebhookConfig> read(Settings settings) {
        Optional<Secret> secret = settings.secret("ALERT_WEBHOOK_SECRET");
        return settings.built(
                "ALERT_WEBHOOK_URL",
                Optional.empty(),
                () -> settings.optionalText("ALERT_WEBHOOK_URL")
                        .map(url -> new WebhookConfig(
                                parse(url),
                                secret.orElseThrow(() -> new IllegalArgumentException(
                                        "needs ALERT_WEBHOOK_SECRET, which signs what is sent there")))));
    }

    // No complaint repeats the text, since it may hold a token.
    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(EXPECTED);
        }
    }
}
