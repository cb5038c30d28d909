package io.wattline.bench.report;

import java.io.Console;

/// Tells on standard error how far the run is. Calls come from one thread.
public interface Progress {

    /// A task begins; the one before is over.
    ///
    /// @param max at which number it is done; 0 if unknown
    void begin(String task, long max);

    /// How far it is now.
    void at(long reached);

    /// Nothing is going on any more.
    void end();

    /// A bar on a terminal, otherwise a line now and then.
    @SuppressWarnings("SystemConsoleNull") // NullAway has not heard of it yet
    static Progress create() {
        Console console = System.console();
        return console != null && console.isTerminal() ? new ProgressInPlace() : new ProgressLines(System.err);
    }
}
