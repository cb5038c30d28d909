package io.wattline.query.quarantine;

import java.time.Instant;

/// How often a client was refused by the broker, or taken although it does something that deserves a look.
///
/// @param client the name it gave, `(others)` where none is known or there was no room to list it; a
///     refused client chose it freely
/// @param reason of a small set; see `docs/operations.md`
/// @param times how often since `firstSeen`
/// @param firstSeen when it was counted first
/// @param lastSeen when it was counted last
/// @param detail the broker's words the last time
public record RefusedConnection(
        String client, String reason, long times, Instant firstSeen, Instant lastSeen, String detail) {}
