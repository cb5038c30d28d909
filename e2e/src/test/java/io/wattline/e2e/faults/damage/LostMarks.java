package io.wattline.e2e.faults.damage;

import io.wattline.e2e.faults.harness.Rig;

/// A trigger that loses every mark of a late reading, unseen by the writer that leaves it.
public final class LostMarks implements AutoCloseable {

    private final Rig rig;

    private LostMarks(Rig rig) {
        this.rig = rig;
    }

    /// From now on, until it is closed.
    public static LostMarks of(Rig rig) {
        rig.sql().execute("""
                CREATE OR REPLACE FUNCTION lose_mark() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                CREATE TRIGGER lose_mark BEFORE INSERT ON rollup_dirty FOR EACH ROW EXECUTE FUNCTION lose_mark();
                """);
        return new LostMarks(rig);
    }

    /// From now on marks stay.
    public void mend() {
        rig.sql().execute("DROP TRIGGER IF EXISTS lose_mark ON rollup_dirty");
    }

    @Override
    public void close() {
        mend();
    }
}
