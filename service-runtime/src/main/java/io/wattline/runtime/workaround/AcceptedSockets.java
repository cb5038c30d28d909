package io.wattline.runtime.workaround;

import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Options of accepted connections, with a read time-out that is really set, and the place where a [ConnectionGate]
/// first sees them.
///
/// Helidon 4.4.0 hands its own time-out to the channel, which does not know it. The time-out matters most while a
/// TLS handshake is awaited, of which the idle check does not know yet. Can go when `readTimeout` reaches the socket,
/// and [Handshakes] has gone.
public record AcceptedSockets(Duration readTimeout, ConnectionGate gate) implements SocketOptions {

    @Override
    public void configureSocket(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.socket().setSoTimeout(Math.toIntExact(readTimeout.toMillis()));
            gate.accepted(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("the connection was gone before it was configured", e);
        }
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return Map.of();
    }

    @Override
    public Duration connectTimeout() {
        return readTimeout;
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return Optional.empty();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return Optional.empty();
    }

    @Override
    public boolean socketReuseAddress() {
        return true;
    }

    @Override
    public boolean socketKeepAlive() {
        return true;
    }

    @Override
    public boolean tcpNoDelay() {
        return true;
    }
}
