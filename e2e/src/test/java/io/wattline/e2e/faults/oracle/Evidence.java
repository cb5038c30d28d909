package io.wattline.e2e.faults.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/// What a run left besides ledger and database.
///
/// @param accounts what each ingestor that still lives counted during the run
/// @param complete whether every ingestor of the run still lives, so that the accounts are everybody's
/// @param quarantine what the run added to `rejected_message`
/// @param fault when the fault fired, and how many messages were in flight then
/// @param forgiven what may be missing: a broker that crashed keeps nothing since its last snapshot
public record Evidence(
        List<Accounts> accounts, boolean complete, Quarantine quarantine, Fault fault, Forgiven forgiven) {

    public Evidence {
        accounts = List.copyOf(accounts);
    }

    /// Rows of quarantine.
    ///
    /// @param rows how many there are
    /// @param copies how many of them are there once more, the same in every column but the id
    public record Quarantine(long rows, long copies) {}

    /// The fault.
    ///
    /// @param at by the wall clock, as the devices' timestamps
    /// @param inFlight messages that the ingestors held just before
    public record Fault(Instant at, long inFlight) {}

    /// Readings measured in [end − window, end] may be missing; with a window of zero, none may.
    public record Forgiven(Instant end, Duration window) {

        /// Nothing is forgiven.
        public static final Forgiven NOTHING = new Forgiven(Instant.EPOCH, Duration.ZERO);

        Instant from() {
            return end.minus(window);
        }
    }

    long sum(ToLongFunction<Accounts> count) {
        return accounts.stream().mapToLong(count).sum();
    }
}
