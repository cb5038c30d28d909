package io.wattline.db;

/// The login roles that a migrated database has. No role may update or delete history.
public enum DatabaseRole {
    /// Owns every table and function; migrations run as this role.
    OWNER("wattline_owner"),
    /// Writes telemetry: what an ingestor connects as.
    INGEST("wattline_ingest"),
    /// Reads everything, and writes mappings through functions: what a query service connects as.
    QUERY("wattline_query"),
    /// Reads the `report_` views and nothing else: what a reporting tool such as Grafana connects as.
    REPORT("wattline_report");

    private final String roleName;

    DatabaseRole(String roleName) {
        this.roleName = roleName;
    }

    /// The name of the role in PostgreSQL.
    public String roleName() {
        return roleName;
    }
}
