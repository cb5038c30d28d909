package io.wattline.ingestor.outbox;

/// A way on which alerts are told outside.
public interface AlertChannel {

    /// `mqtt` or `webhook`.
    String name();

    /// Makes ready to send some messages, in bounded time.
    ///
    /// @throws UndeliverableException if nobody can be reached
    Line open() throws UndeliverableException, InterruptedException;

    /// A channel that is open.
    interface Line extends AutoCloseable {

        /// Sends a message and returns once the other side has answered that it has it, in bounded time.
        void send(OutboxMessage message) throws UndeliverableException, InterruptedException;

        @Override
        void close();
    }
}
