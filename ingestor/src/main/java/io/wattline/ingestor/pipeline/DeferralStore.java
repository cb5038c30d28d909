package io.wattline.ingestor.pipeline;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where readings wait whose day cannot be written: a bounded queue in the database, shared by all ingestors. Every
/// call has a time-out and throws a [StoreFault] if it cannot be done now. Safe for all threads.
public interface DeferralStore {

    /// Which of these days cannot be written now: locked, or without a partition that could be made.
    Set<HistoryDay> closed(Collection<HistoryDay> days);

    /// Stores readings aside; after a normal return they are durable.
    ///
    /// @throws StoreFault also where too many wait already
    void defer(List<DeferredReading> readings);

    /// How many readings wait, by day.
    Map<HistoryDay, Long> waiting();

    /// Takes up to `most` readings of a day in hand, oldest first. Others get them only if they are not forgotten
    /// within a minute.
    List<DeferredReading> claim(HistoryDay day, int most);

    /// Removes readings that history has.
    void forget(List<DeferredReading> readings);
}
