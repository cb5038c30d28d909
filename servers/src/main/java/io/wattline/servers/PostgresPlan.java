package io.wattline.servers;

import java.util.List;
import java.util.Map;

/// How a server differs from one that is durable as in production and asks every user for a password.
///
/// @param settings of `postgresql.conf`; they win
/// @param access the lines of `pg_hba.conf`; empty for a password from every user
public record PostgresPlan(Map<String, String> settings, List<String> access) {

    /// A password from every user, every setting durable.
    public static final PostgresPlan USUAL = new PostgresPlan(Map.of(), List.of());

    /// Every process of this machine may log in as any user.
    public static final List<String> TRUST = List.of("host all all 127.0.0.1/32 trust");

    /// The superuser logs in without a password, every other user with one.
    public static final List<String> TRUST_SUPERUSER =
            List.of("host all postgres 127.0.0.1/32 trust", "host all all 127.0.0.1/32 scram-sha-256");

    public PostgresPlan {
        settings = Map.copyOf(settings);
        access = List.copyOf(access);
    }

    /// The same with these settings.
    public PostgresPlan settings(Map<String, String> changed) {
        return new PostgresPlan(changed, access);
    }

    /// The same with these lines of `pg_hba.conf`.
    public PostgresPlan access(List<String> lines) {
        return new PostgresPlan(settings, lines);
    }
}
