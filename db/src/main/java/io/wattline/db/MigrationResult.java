package io.wattline.db;

/// What a migration did.
///
/// @param applied migrations applied by this run; 0 if the schema was current
/// @param version the version that the schema has now
/// @param rolesAdministered false if the connected role could not administer roles, so that the existing ones
///     were left as they are
public record MigrationResult(int applied, String version, boolean rolesAdministered) {}
