package io.wattline.ingestor.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/// A job that the ingestor with the turn does once a round.
public interface TurnJob {

    /// What it is called in metrics.
    String name();

    /// Does it, in bounded time.
    ///
    /// @param connection in auto-commit mode, and left so
    void round(Connection connection) throws SQLException;
}
