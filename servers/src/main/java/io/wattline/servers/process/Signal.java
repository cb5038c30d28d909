package io.wattline.servers.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// The signals that a fault test sends.
public enum Signal {
    /// Asks for an orderly shutdown.
    TERM,
    /// Ends the process where it stands.
    KILL,
    /// Freezes it: its connections stay open and nothing answers.
    STOP,
    /// Wakes a frozen one.
    CONT,
    /// PostgreSQL's fast shutdown; an interrupt for everything else.
    INT,
    /// Mosquitto reads its password, access and revocation files again.
    HUP;

    private static final long SEND_TIMEOUT_SECONDS = 10;

    /// Sends this signal to process `pid`; fails if there is none. Uses the shell's own `kill`, since the JDK knows
    /// only two of these.
    public void sendTo(long pid) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name() + " \"$1\"", "sh", Long.toString(pid))
                    .redirectErrorStream(true)
                    .start();
            if (!kill.waitFor(SEND_TIMEOUT_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("could not send " + this + " to process " + pid + ": "
                        + new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending " + this + " to process " + pid, e);
        }
    }
}
