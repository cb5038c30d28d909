package io.wattline.ingestor.charging;

import io.wattline.energy.alert.Alert;
import java.util.List;

/// What is to be written of an alert.
public sealed interface AlertChange {

    /// What is told of a change.
    ///
    /// @param word `raised`, `grown`, `amended`, `cleared` or `withdrawn`
    /// @param note why
    record Event(String word, String note) {}

    /// What is told, in order; nothing where only figures grew.
    List<Event> events();

    /// A new alert.
    record Raise(WantedAlert wanted, List<Event> events) implements AlertChange {}

    /// An alert that stands differently.
    ///
    /// @param alert as it stands
    /// @param wanted as it is to stand
    record Amend(Alert alert, WantedAlert wanted, List<Event> events) implements AlertChange {

        /// Whether it is open afterwards.
        public boolean opens() {
            return wanted.span().clearedAt() == null;
        }
    }

    /// An alert that the data no longer show.
    record Withdraw(Alert alert, List<Event> events) implements AlertChange {}
}
