package io.wattline.sim.mqtt;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What to make of a CONNECT that failed: whether trying again can help, and what the user can do.
final class ConnectAdvice {

    private static final Set<Mqtt5ConnAckReasonCode> LATER = EnumSet.of(
            Mqtt5ConnAckReasonCode.UNSPECIFIED_ERROR,
            Mqtt5ConnAckReasonCode.SERVER_UNAVAILABLE,
            Mqtt5ConnAckReasonCode.SERVER_BUSY,
            Mqtt5ConnAckReasonCode.QUOTA_EXCEEDED,
            Mqtt5ConnAckReasonCode.CONNECTION_RATE_EXCEEDED);

    private ConnectAdvice() {}

    /// Whether the same CONNECT would fail again: a refused login, or TLS that does not verify.
    static boolean isFinal(Throwable cause) {
        return switch (root(cause)) {
            case Mqtt5ConnAckException refused ->
                !LATER.contains(refused.getMqttMessage().getReasonCode());
            case SSLException _ -> true;
            case UnknownHostException _ -> true;
            default -> false;
        };
    }

    static String of(@Nullable Throwable cause) {
        if (cause == null) {
            return "no answer in time; is a broker listening there?";
        }
        Throwable root = root(cause);
        return switch (root) {
            case Mqtt5ConnAckException refused ->
                "the broker refused CONNECT with " + refused.getMqttMessage().getReasonCode()
                        + "; check the user name and the password file";
            case SSLException _ ->
                "TLS: " + root.getMessage() + "; check the CA file, the client certificate and the host name";
            case UnknownHostException _ -> "unknown host; check the address";
            case ConnectException _ -> "connection refused; is a broker listening there?";
            default -> root.getClass().getSimpleName() + ": " + root.getMessage() + "; is it a broker, and is it up?";
        };
    }

    /// The deepest cause of a kind that is told apart, else the cause itself.
    private static Throwable root(Throwable cause) {
        Throwable deepest = cause;
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof Mqtt5ConnAckException
                    || t instanceof SSLException
                    || t instanceof UnknownHostException
                    || t instanceof ConnectException) {
                deepest = t;
            }
        }
        return deepest;
    }
}
