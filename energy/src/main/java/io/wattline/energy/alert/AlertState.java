package io.wattline.energy.alert;

import java.util.Locale;

/// How an alert stands.
public enum AlertState {
    /// It is wrong now.
    OPEN,
    /// It is over.
    CLEARED,
    /// An operator closed it.
    CLOSED,
    /// Later data no longer show it.
    WITHDRAWN;

    /// The word in answers and tables.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
