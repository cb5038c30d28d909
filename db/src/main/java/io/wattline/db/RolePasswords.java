package io.wattline.db;

import java.util.EnumMap;
import java.util.Map;

/// The passwords to give to login roles; roles not named keep theirs. Printing it shows no password. Immutable.
///
/// @param byRole a password of 1 to 1,000 characters for each role that gets one
public record RolePasswords(Map<DatabaseRole, String> byRole) {

    /// Changes no password.
    public static final RolePasswords NONE = new RolePasswords(Map.of());

    private static final int MAX_LENGTH = 1_000;

    public RolePasswords {
        byRole = Map.copyOf(byRole);
        byRole.forEach((role, password) -> {
            if (password.isEmpty() || password.length() > MAX_LENGTH) {
                throw new IllegalArgumentException(
                        "the password of " + role.roleName() + " must have 1 to " + MAX_LENGTH + " characters");
            }
        });
    }

    @Override
    public String toString() {
        var redacted = new EnumMap<DatabaseRole, String>(DatabaseRole.class);
        byRole.keySet().forEach(role -> redacted.put(role, "***"));
        return "RolePasswords" + redacted;
    }
}
