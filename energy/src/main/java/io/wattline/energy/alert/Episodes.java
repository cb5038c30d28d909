package io.wattline.energy.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns what witnesses say, in the order of time, into findings. Confined to one thread.
final class Episodes {

    private final AlertKind kind;
    private final List<Finding> ended = new ArrayList<>();
    private @Nullable Finding open;

    Episodes(AlertKind kind) {
        this(kind, null);
    }

    /// Goes on with a finding that is open.
    Episodes(AlertKind kind, @Nullable Finding open) {
        this.kind = kind;
        this.open = open;
    }

    void hear(Instant at, Witness witness) {
        switch (witness) {
            case Witness.Holds(Instant onsetAt, var facts) -> {
                if (open == null) {
                    open = new Finding(kind, onsetAt, at, null, new TreeMap<>(facts));
                }
            }
            case Witness.Denies() -> {
                if (open != null) {
                    ended.add(new Finding(kind, open.onsetAt(), open.raisedAt(), at, open.facts()));
                    open = null;
                }
            }
            case Witness.SaysNothing() -> {}
        }
    }

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>(ended);
        if (open != null) {
            all.add(open);
        }
        return all;
    }
}
