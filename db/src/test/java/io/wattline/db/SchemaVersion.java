package io.wattline.db;

/// What the tests expect of a migrated database.
public final class SchemaVersion {

    /// The newest migration, and how many there are.
    public static final int CURRENT = 8;

    private SchemaVersion() {}
}
