package io.wattline.db.command;

import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.Migrations;
import io.wattline.db.RolePasswords;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// The environment of the command `migrate`, read once.
///
/// @param admin whom to connect as
/// @param passwords what to set
/// @param patience how long to wait for the database
record MigrateConfig(DatabaseConfig admin, RolePasswords passwords, Duration patience) {

    static MigrateConfig from(Map<String, String> variables) throws CommandEnvironment.Invalid {
        var environment = new CommandEnvironment(variables);
        DatabaseConfig admin = environment.database("postgres", "wattline-migrate", Migrations.TIMEOUTS);
        Duration patience = environment.duration("MIGRATE_WAIT", Migrations.DEFAULT_WAIT);
        RolePasswords passwords = rolePasswords(environment);
        return new MigrateConfig(environment.requireValid(admin), passwords, patience);
    }

    private static RolePasswords rolePasswords(CommandEnvironment environment) {
        var byRole = new EnumMap<DatabaseRole, String>(DatabaseRole.class);
        for (DatabaseRole role : DatabaseRole.values()) {
            String password = environment.secret("DB_" + role.name() + "_PASSWORD");
            if (password != null) {
                byRole.put(role, password);
            }
        }
        try {
            return new RolePasswords(byRole);
        } catch (IllegalArgumentException e) {
            environment.mistake(String.valueOf(e.getMessage()));
            return RolePasswords.NONE;
        }
    }
}
