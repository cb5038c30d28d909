package io.wattline.e2e.faults.damage;

import io.wattline.e2e.faults.harness.Rig;
import java.io.IOException;

/// The disk under one table, which can be filled up: inserting then fails with SQLSTATE 53100.
public interface Disk extends AutoCloseable {

    /// A small file system of its own where this process may mount one, otherwise a trigger that answers the same.
    static Disk under(Rig rig, String table) throws IOException {
        return SmallDisk.under(rig, table).map(Disk.class::cast).orElseGet(() -> new FeignedDisk(rig, table));
    }

    /// Leaves no byte free.
    void fill();

    /// Gives the space back.
    void free() throws IOException;

    /// Gives the space back, and the table its old place.
    @Override
    void close() throws IOException;
}
