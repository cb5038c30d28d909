package io.wattline.e2e.faults.damage;

import io.wattline.e2e.faults.harness.Rig;
import java.util.List;

/// A trigger that refuses every row as a full disk would.
final class FeignedDisk implements Disk {

    private final Rig rig;
    private final List<String> tables;

    FeignedDisk(Rig rig, List<String> tables) {
        this.rig = rig;
        this.tables = List.copyOf(tables);
    }

    @Override
    public void fill() {
        rig.sql().execute("""
                CREATE OR REPLACE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                  RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'feigned: No space left on device';
                END $$;
                """);
        tables.forEach(table -> rig.sql()
                .execute("CREATE TRIGGER no_space BEFORE INSERT ON " + table
                        + " FOR EACH ROW EXECUTE FUNCTION no_space()"));
    }

    @Override
    public void free() {
        tables.forEach(table -> rig.sql().execute("DROP TRIGGER IF EXISTS no_space ON " + table));
    }

    @Override
    public void close() {
        free();
    }
}
