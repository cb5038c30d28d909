package io.wattline.ingestor.webhook;

import io.wattline.ingestor.outbox.AlertChannel;
import io.wattline.ingestor.outbox.OutboxMessage;
import io.wattline.ingestor.outbox.UndeliverableException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Posts each notice as JSON, signed with HMAC-SHA256 over the body. Any 2xx is an answer; a redirect is not followed.
public final class WebhookChannel implements AlertChannel {

    /// The name of the channel.
    public static final String NAME = "webhook";

    /// `sha256=` and the signature in hex.
    public static final String SIGNATURE = "X-Wattline-Signature";

    /// What tells a notice apart from every other: the same if it comes twice.
    public static final String DELIVERY = "X-Wattline-Delivery";

    private static final String EVENT = "X-Wattline-Event";
    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final WebhookConfig config;

    /// Nothing is connected yet.
    public WebhookChannel(WebhookConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Line open() {
        return new Posts(HttpClient.newBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
    }

    private final class Posts implements Line {

        private final HttpClient client;

        Posts(HttpClient client) {
            this.client = client;
        }

        @Override
        public void send(OutboxMessage message) throws UndeliverableException, InterruptedException {
            byte[] body = message.json().bytes();
            HttpRequest request = HttpRequest.newBuilder(config.url())
                    .timeout(ANSWER_LIMIT)
                    .header("Content-Type", "application/json")
                    .header(EVENT, message.event())
                    .header(DELIVERY, message.key().text())
                    .header(SIGNATURE, "sha256=" + signature(body))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            try {
                int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status / 100 != 2) {
                    throw UndeliverableException.refused("the webhook answered " + status);
                }
            } catch (IOException e) {
                throw UndeliverableException.unreachable(
                        "the webhook cannot be reached: " + e.getClass().getSimpleName());
            }
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }

    private String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            byte[] key = config.secret().reveal().getBytes(StandardCharsets.UTF_8);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
