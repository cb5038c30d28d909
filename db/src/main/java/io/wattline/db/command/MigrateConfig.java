package io.wattline.db.command;

import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.Migrations;
import io.wattline.db.RolePasswords;
import io.wattline.settings.Settings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// The environment of the command `migrate`, read once.
///
/// @param admin whom to connect as
/// @param passwords what to set
/// @param patience how long to wait for the database
record MigrateConfig(DatabaseConfig admin, RolePasswords passwords, Duration patience) {

    static MigrateConfig read(Settings settings) {
        return new MigrateConfig(
                CommandDatabase.read(settings, "postgres", "wattline-migrate", Migrations.TIMEOUTS),
                rolePasswords(settings),
                CommandDatabase.patience(settings, "MIGRATE_WAIT", Migrations.DEFAULT_WAIT));
    }

    private static RolePasswords rolePasswords(Settings settings) {
        var byRole = new EnumMap<DatabaseRole, String>(DatabaseRole.class);
        for (DatabaseRole role : DatabaseRole.values()) {
            String key = "DB_" + role.name() + "_PASSWORD";
            String password = CommandDatabase.password(settings, key);
            if (password != null) {
                var one = settings.built(key, RolePasswords.NONE, () -> new RolePasswords(Map.of(role, password)));
                byRole.putAll(one.byRole());
            }
        }
        return new RolePasswords(byRole);
    }
}
