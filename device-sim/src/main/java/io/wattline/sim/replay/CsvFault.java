package io.wattline.sim.replay;

import io.wattline.telemetry.Field;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A CSV file that cannot be replayed. The message names the file, the line and the column where there are any.
public final class CsvFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    CsvFault(Path file, String reason, @Nullable Throwable cause) {
        super(file + ": " + reason, cause);
    }

    static CsvFault atLine(Path file, long line, String reason) {
        return new CsvFault(file, "line " + line + ": " + reason, null);
    }

    static CsvFault atColumn(Path file, long line, Field column, String reason) {
        return atLine(file, line, "column " + column.csvName() + ": " + reason);
    }
}
