package io.wattline.e2e.faults.oracle;

import io.wattline.e2e.stack.Scrape;

/// What one ingestor counted during a run, and where it stands at the end.
///
/// @param ingestor its id
/// @param counted what the run added to its counters
/// @param stuck what must be zero once all is quiet
public record Accounts(String ingestor, Counted counted, Stuck stuck) {

    /// Items by outcome, and rejected items beyond the quarantine's cap.
    public record Counted(
            long received,
            long accepted,
            long duplicate,
            long conflict,
            long rejected,
            long deferred,
            long kept,
            long dropped,
            long suppressed,
            long commitsUnanswered) {

        static Counted between(Scrape before, Scrape after) {
            return new Counted(
                    after.received() - before.received(),
                    after.outcome("accepted") - before.outcome("accepted"),
                    after.outcome("duplicate") - before.outcome("duplicate"),
                    after.outcome("conflict") - before.outcome("conflict"),
                    after.outcome("rejected") - before.outcome("rejected"),
                    after.outcome("deferred") - before.outcome("deferred"),
                    after.outcome("kept") - before.outcome("kept"),
                    after.outcome("dropped") - before.outcome("dropped"),
                    suppressed(after) - suppressed(before),
                    unanswered(after) - unanswered(before));
        }

        private static long unanswered(Scrape scrape) {
            return Math.round(scrape.sum("wattline_commits_unanswered_total"));
        }

        private static long suppressed(Scrape scrape) {
            return Math.round(scrape.sum("wattline_quarantine_suppressed_items_total"));
        }
    }

    /// What is left at the end.
    ///
    /// @param inFlight items decoded and not acknowledged
    /// @param waiting messages in the hand-off
    /// @param oldestAgeSeconds age of the oldest unacknowledged message
    /// @param brokerDropped how far the broker's dropped counter moved, as this ingestor saw it
    public record Stuck(long inFlight, long waiting, double oldestAgeSeconds, long brokerDropped) {

        static Stuck between(Scrape before, Scrape after) {
            return new Stuck(
                    after.inFlight(),
                    Math.round(after.sum("wattline_handoff_messages")),
                    after.sum("wattline_oldest_unacknowledged_age_seconds"),
                    // A broker that was restarted counts from zero again.
                    Math.max(0, dropped(after) - dropped(before)));
        }

        private static long dropped(Scrape scrape) {
            return Math.round(scrape.sum("wattline_broker_publishes_dropped_total"));
        }
    }

    public static Accounts between(String ingestor, Scrape before, Scrape after) {
        return new Accounts(ingestor, Counted.between(before, after), Stuck.between(before, after));
    }
}
