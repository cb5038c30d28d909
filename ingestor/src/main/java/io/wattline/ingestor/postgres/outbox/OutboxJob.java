package io.wattline.ingestor.postgres.outbox;

import io.wattline.energy.alert.Tariff;
import io.wattline.ingestor.outbox.AlertChannel;
import io.wattline.ingestor.outbox.OutboxMessage;
import io.wattline.ingestor.outbox.OutboxMetrics;
import io.wattline.ingestor.outbox.OutboxMetrics.Result;
import io.wattline.ingestor.outbox.Retries;
import io.wattline.ingestor.outbox.UndeliverableException;
import io.wattline.ingestor.postgres.TurnJob;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the channels what is due. A message leaves the outbox once the other side has answered that it has it, so a
/// crash between the two tells it twice. Bounded messages and time a round, and a channel that is away costs a few
/// seconds.
public final class OutboxJob implements TurnJob {

    /// The name of the job.
    public static final String NAME = "alerts";

    private static final Logger LOG = LoggerFactory.getLogger(OutboxJob.class);
    private static final int MESSAGES_A_ROUND = 500;
    private static final int MOST_REFUSALS = 5;
    private static final Duration CHANNEL_LIMIT = Duration.ofSeconds(15);

    private final List<AlertChannel> channels;
    private final Optional<Tariff> tariff;
    private final OutboxMetrics metrics;

    /// @param channels the ones that are set up; what waits for another is forgotten
    /// @param tariff what lost energy costs
    public OutboxJob(List<AlertChannel> channels, Optional<Tariff> tariff, OutboxMetrics metrics) {
        this.channels = List.copyOf(channels);
        this.tariff = tariff;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void round(Connection connection) throws SQLException {
        OutboxRows rows = new OutboxRows(connection, tariff);
        rows.forgetOthers(channels.stream().map(AlertChannel::name).toList());
        for (AlertChannel channel : channels) {
            List<OutboxMessage> due = rows.due(channel.name(), MESSAGES_A_ROUND);
            if (!due.isEmpty()) {
                tell(channel, due, rows);
            }
            metrics.waiting(channel.name(), rows.waiting(channel.name()));
        }
    }

    private void tell(AlertChannel channel, List<OutboxMessage> due, OutboxRows rows) throws SQLException {
        try (AlertChannel.Line line = channel.open()) {
            send(channel, line, due, rows);
        } catch (UndeliverableException e) {
            failed(channel, due.getFirst(), rows, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(AlertChannel channel, AlertChannel.Line line, List<OutboxMessage> due, OutboxRows rows)
            throws SQLException, InterruptedException {
        long end = System.nanoTime() + CHANNEL_LIMIT.toNanos();
        int refusals = 0;
        for (OutboxMessage message : due) {
            if (System.nanoTime() >= end || refusals >= MOST_REFUSALS) {
                return;
            }
            try {
                line.send(message);
                rows.told(channel.name(), message.key());
                metrics.attempted(channel.name(), Result.TOLD);
            } catch (UndeliverableException e) {
                failed(channel, message, rows, e);
                refusals = e.nothingGoes() ? MOST_REFUSALS : refusals + 1;
            }
        }
    }

    private void failed(AlertChannel channel, OutboxMessage message, OutboxRows rows, UndeliverableException why)
            throws SQLException {
        int attempts = message.attempts() + 1;
        if (attempts >= Retries.MOST) {
            rows.told(channel.name(), message.key());
            metrics.attempted(channel.name(), Result.GIVEN_UP);
            LOG.warn(
                    "gave up telling channel={} notice={} attempts={}: {}",
                    channel.name(),
                    message.key().text(),
                    attempts,
                    why.getMessage());
            return;
        }
        rows.failed(channel.name(), message.key(), Retries.pause(attempts));
        metrics.attempted(channel.name(), Result.FAILED);
        LOG.info(
                "could not tell channel={} notice={} attempts={} againInSeconds={}: {}",
                channel.name(),
                message.key().text(),
                attempts,
                Retries.pause(attempts).toSeconds(),
                why.getMessage());
    }
}
