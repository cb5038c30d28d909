package io.wattline.servers.process;

import java.util.List;

/// Closes several things, each of them whatever becomes of the others.
public final class Closing {

    private Closing() {}

    /// Closes them in order; what the first that failed threw is thrown in the end, with the others' suppressed.
    public static void all(List<? extends AutoCloseable> resources) {
        Throwable first = null;
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception | AssertionError e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw new AssertionError("could not close in good order: " + first.getMessage(), first);
        }
    }
}
