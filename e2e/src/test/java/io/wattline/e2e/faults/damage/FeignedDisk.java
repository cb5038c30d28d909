package io.wattline.e2e.faults.damage;

import io.wattline.e2e.faults.harness.Rig;

/// A trigger that refuses every row as a full disk would.
final class FeignedDisk implements Disk {

    private final Rig rig;
    private final String table;

    FeignedDisk(Rig rig, String table) {
        this.rig = rig;
        this.table = table;
    }

    @Override
    public void fill() {
        rig.sql().execute("""
                CREATE OR REPLACE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                  RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'feigned: No space left on device';
                END $$;
                CREATE TRIGGER no_space BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION no_space();
                """.formatted(table));
    }

    @Override
    public void free() {
        rig.sql().execute("DROP TRIGGER IF EXISTS no_space ON " + table);
    }

    @Override
    public void close() {
        free();
    }
}
