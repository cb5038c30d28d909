package io.wattline.db;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/// What the server advises with an error. The driver leaves it out of the message together with the detail, which may
/// repeat a row; a hint says only what to do.
public final class ServerHint {

    private ServerHint() {}

    /// A semicolon and the hint, to follow the message; empty if there is none.
    public static String of(SQLException e) {
        if (e instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            String hint = postgres.getServerErrorMessage().getHint();
            return hint == null ? "" : "; " + hint;
        }
        return "";
    }
}
