package io.wattline.bench.load;

import io.wattline.bench.stack.BenchException;
import io.wattline.sim.load.Dispatcher;
import io.wattline.sim.load.Ticker;
import io.wattline.sim.mqtt.BrokerSettings;
import io.wattline.sim.mqtt.Connections;
import io.wattline.sim.report.Summary;
import io.wattline.sim.report.Tally;
import io.wattline.sim.workload.Message;
import io.wattline.sim.workload.MessageSource;
import io.wattline.sim.workload.Workload;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Sends a workload of the simulator from within this JVM, over connections that all devices share.
///
/// Open loop: whatever the broker does, the n-th message is meant to leave at its time, and its payload says when.
/// One call at a time.
public final class Sender {

    private static final int CONNECTIONS = 16;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
    private static final Duration OUTCOME_LIMIT = Duration.ofMinutes(2);
    private static final int TELL_EACH = 1_000;

    private final BrokerSettings broker;

    public Sender(URI broker) {
        this.broker = BrokerSettings.at(broker).withConnections(CONNECTIONS);
    }

    /// What became of a load.
    ///
    /// @param readings sent and acknowledged, each once
    /// @param from the timestamp of the first reading
    /// @param lateMicros by how much the sending began later than `from`: each reading was meant to leave this
    /// much after
    ///     its timestamp
    /// @param achievedPerSecond at which rate they really left; 0 for a load without due times
    public record Sent(long readings, Instant from, long lateMicros, double achievedPerSecond) {}

    /// Sends all of it and waits for every PUBACK.
    ///
    /// @param start the timestamp to begin with, cut to microseconds
    /// @param each told now and then how many messages were taken for sending
    /// @throws BenchException if the broker did not acknowledge everything: then the load was not what it should
    /// have been
    public Sent send(Workload workload, Instant start, LongConsumer each) {
        Instant from = start.truncatedTo(ChronoUnit.MICROS);
        Tally tally = new Tally();
        try (Connections connections = new Connections(broker, workload.devices(), tally::reconnected)) {
            connections.connect(CONNECT_LIMIT);
            Watched source = new Watched(workload.begin(from), each);
            Duration elapsed = new Dispatcher(connections, tally, null, Ticker.SYSTEM).run(source, OUTCOME_LIMIT);
            Summary summary = tally.summary(elapsed);
            if (!summary.allAcknowledged()) {
                throw new BenchException("the broker did not acknowledge everything: " + summary.counts());
            }
            return new Sent(
                    summary.counts().acknowledged(),
                    from,
                    source.lateMicros(from),
                    summary.timing().achievedPerSecond());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted while sending", e);
        }
    }

    /// Notes when the first message was asked for, which is when the sender's clock begins.
    private static final class Watched implements MessageSource {

        private final MessageSource source;
        private final LongConsumer each;
        private @Nullable Instant began;
        private long taken;

        Watched(MessageSource source, LongConsumer each) {
            this.source = source;
            this.each = each;
        }

        @Override
        public @Nullable Message next() {
            if (began == null) {
                began = Instant.now();
            }
            taken++;
            if (taken % TELL_EACH == 0) {
                each.accept(taken);
            }
            return source.next();
        }

        long lateMicros(Instant start) {
            return began == null ? 0 : ChronoUnit.MICROS.between(start, began);
        }
    }
}
