package io.wattline.e2e.faults.damage;

import io.wattline.e2e.faults.harness.Rig;
import java.io.IOException;
import java.util.List;

/// The disk under some tables, which can be filled up: inserting then fails with SQLSTATE 53100.
public interface Disk extends AutoCloseable {

    /// A small file system of its own where this process may mount one, otherwise a trigger that answers the same.
    static Disk under(Rig rig, List<String> tables) throws IOException {
        return SmallDisk.under(rig, tables).map(Disk.class::cast).orElseGet(() -> new FeignedDisk(rig, tables));
    }

    /// Leaves no byte free.
    void fill();

    /// Gives the space back.
    void free() throws IOException;

    /// Gives the space back, and the tables their old place.
    @Override
    void close() throws IOException;
}
