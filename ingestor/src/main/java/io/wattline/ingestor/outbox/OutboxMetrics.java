package io.wattline.ingestor.outbox;

/// The counters of alert notices.
public interface OutboxMetrics {

    /// The result of an attempt.
    enum Result {
        /// The other side has it.
        TOLD,
        /// It did not go out, and is tried again.
        FAILED,
        /// It did not go out for too long.
        GIVEN_UP
    }

    /// An attempt on a channel.
    void attempted(String channel, Result result);

    /// So many messages wait on a channel.
    void waiting(String channel, int messages);
}
