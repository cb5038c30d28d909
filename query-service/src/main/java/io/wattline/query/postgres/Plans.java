package io.wattline.query.postgres;

import org.springframework.jdbc.core.simple.JdbcClient;

/// Settings for the statements that sum the whole fleet, until the end of their transaction.
public final class Plans {

    // The planner cannot know how many marks there are: a nested loop, good for one, would take hours for the many that
    // a backfill leaves. What goes through an index by necessity is not affected.
    private static final String NO_NESTED_LOOPS = "SET LOCAL enable_nestloop = off";

    // The sums of a large fleet fit; the pool bounds how many work at once.
    private static final String WORK_MEMORY = "SET LOCAL work_mem = '32MB'";

    private Plans() {}

    public static void forAnyNumberOfMarks(JdbcClient jdbc) {
        jdbc.sql(NO_NESTED_LOOPS).update();
        jdbc.sql(WORK_MEMORY).update();
    }
}
