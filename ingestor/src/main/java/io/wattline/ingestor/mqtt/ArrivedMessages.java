package io.wattline.ingestor.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;

/// The bytes of what one connection has delivered, in the order of arrival. The client acknowledges in that order, and
/// holds on to a message until all before it are acknowledged; so do these books. Safe for all threads.
final class ArrivedMessages {

    /// One message.
    static final class Message {
        private final long bytes;
        /// No thread of ours holds it any more.
        private boolean over;
        /// No thread of ours ever held it: the client holds it until the connection is gone.
        private boolean left;

        private Message(long bytes) {
            this.bytes = bytes;
        }
    }

    private final BytesInHand all;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private boolean gone;

    ArrivedMessages(BytesInHand all) {
        this.all = all;
    }

    /// A message of so many bytes has arrived.
    synchronized Message add(long bytes) {
        var message = new Message(bytes);
        waiting.add(message);
        all.add(bytes);
        return message;
    }

    /// It is acknowledged, or no thread of ours holds it any more.
    synchronized void end(Message message) {
        message.over = true;
        if (gone) {
            release(message);
            return;
        }
        while (!waiting.isEmpty() && waiting.element().over) {
            all.remove(waiting.remove().bytes);
        }
    }

    /// It is left to the broker: neither handed on nor ever acknowledged.
    synchronized void leave(Message message) {
        message.left = true;
        if (gone) {
            release(message);
        }
    }

    /// The connection is gone, and its client lets go of everything: only what is still in a writer's hands remains.
    synchronized void endAll() {
        gone = true;
        waiting.removeIf(message -> {
            boolean free = message.over || message.left;
            if (free) {
                all.remove(message.bytes);
            }
            return free;
        });
    }

    private void release(Message message) {
        if (waiting.remove(message)) {
            all.remove(message.bytes);
        }
    }
}
