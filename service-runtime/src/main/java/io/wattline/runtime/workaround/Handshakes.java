package io.wattline.runtime.workaround;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// The connections that have been accepted and are not served yet: those whose TLS handshake goes on. One that takes
/// longer than an exchange may is closed.
///
/// Helidon 4.4.0 reports a connection only after its handshake, and bounds none but by the read time-out,
/// which every byte that drips starts anew. Can go when it counts handshakes and bounds their time. Threads: the
/// listener's begins, connection threads end, `http-deadlines` cuts.
final class Handshakes {

    private record Handshake(SocketChannel channel, Future<?> cut) {

        boolean isOver() {
            return !channel.isOpen();
        }
    }

    private final RequestDeadlines deadlines;
    private final Map<SocketAddress, Handshake> pending = new ConcurrentHashMap<>();

    Handshakes(RequestDeadlines deadlines) {
        this.deadlines = deadlines;
    }

    /// A connection was accepted.
    void begin(SocketChannel channel) throws IOException {
        @Nullable SocketAddress peer = channel.getRemoteAddress();
        if (peer != null) {
            Handshake handshake = new Handshake(channel, deadlines.closeLater(channel));
            @Nullable Handshake former = pending.put(peer, handshake);
            if (former != null) {
                former.cut().cancel(false);
            }
        }
    }

    /// The connection with that peer is being served.
    void end(SocketAddress peer) {
        @Nullable Handshake handshake = pending.remove(peer);
        if (handshake != null) {
            handshake.cut().cancel(false);
        }
    }

    /// At least as many as there are: those that failed may still be among them.
    int atMost() {
        return pending.size();
    }

    /// How many there are. Forgets those that failed, which Helidon tells only by closing their channels.
    int count() {
        pending.entrySet().removeIf(entry -> {
            boolean over = entry.getValue().isOver();
            if (over) {
                entry.getValue().cut().cancel(false);
            }
            return over;
        });
        return pending.size();
    }
}
