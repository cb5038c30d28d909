package io.wattline.ingestor.mqtt;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import java.util.List;
import java.util.Locale;

/// Why a connection ended.
///
/// @param label of a small closed set, for metrics: `connection_closed`, `by_client`, or the reason code of the
///     broker's DISCONNECT in MQTT 5's words, such as `session_taken_over`
/// @param text for logs
record DisconnectCause(String label, String text) {

    /// The labels that are exported before they occur.
    static final List<String> USUAL = List.of(
            "by_client", "connection_closed", "connection_failed", "server_shutting_down", "session_taken_over");

    static final DisconnectCause BY_US = new DisconnectCause("closed", "closed by us");

    static DisconnectCause of(MqttClientDisconnectedContext disconnected) {
        Throwable cause = disconnected.getCause();
        String text = describe(cause);
        if (disconnected.getSource() == MqttDisconnectSource.CLIENT) {
            return new DisconnectCause("by_client", text);
        }
        if (cause instanceof Mqtt5DisconnectException refused) {
            String reason = refused.getMqttMessage().getReasonCode().toString();
            return new DisconnectCause(reason.toLowerCase(Locale.ROOT), reason);
        }
        String label = cause instanceof ConnectionClosedException ? "connection_closed" : "connection_failed";
        return new DisconnectCause(label, text);
    }

    /// The innermost message, which names the fault; the outer ones only repeat it.
    static String describe(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
