package io.wattline.servers.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What to start and how: a name for messages and the log file, the command, its environment, and the directory it
/// runs in and logs to.
///
/// The child inherits nothing of the test's own environment but the handful of variables that programs need to run at
/// all; so no `DB_…`, `MQTT_…` or `HTTP_…` of the developer's shell can leak into a test.
public record Launch(String name, List<String> command, Map<String, String> environment, Path directory) {

    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR");

    public Launch {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("an empty command cannot be started");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// A program with its arguments and no environment of its own.
    public static Launch program(String name, Path directory, String... command) {
        return new Launch(name, List.of(command), Map.of(), directory);
    }

    /// `java -jar <module>/target/<module>.jar` on the JDK that runs the test.
    public static Launch jar(String module, Path directory) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path jar = Repository.root().resolve(module).resolve("target").resolve(module + ".jar");
        return new Launch(module, List.of(java.toString(), "-jar", jar.toString()), Map.of(), directory);
    }

    /// The same under another name: two of one module log to two files.
    public Launch named(String newName) {
        return new Launch(newName, command, environment, directory);
    }

    /// The same with these variables besides.
    public Launch with(Map<String, String> variables) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(variables);
        return new Launch(name, command, all, directory);
    }

    /// The same on the clock of the test, which `.ci/any-hour` shifts.
    public Launch onTheClockOfTheTest() {
        Map<String, String> shift = new TreeMap<>(System.getenv());
        shift.keySet().removeIf(variable -> !variable.equals("LD_PRELOAD") && !variable.startsWith("FAKETIME"));
        return with(shift);
    }

    /// The same with these arguments at the end.
    public Launch arguments(String... arguments) {
        List<String> longer = new ArrayList<>(command);
        longer.addAll(List.of(arguments));
        return new Launch(name, longer, environment, directory);
    }

    /// The same with these options for the JVM, directly behind the program's name; for [#jar] only.
    public Launch jvm(String... options) {
        List<String> longer = new ArrayList<>(command);
        longer.addAll(1, List.of(options));
        return new Launch(name, longer, environment, directory);
    }

    /// The same with SIGINT doing what it does by default. A shell has it ignored by what it starts in the
    /// background, a build for instance, and so by all its children, for which Ctrl-C would then be nothing to
    /// try.
    public Launch interruptible() {
        List<String> longer = new ArrayList<>(List.of("env", "--default-signal=INT"));
        longer.addAll(command);
        return new Launch(name, longer, environment, directory);
    }

    /// The same out of reach of Ctrl-C in a terminal, which otherwise ends a server before the programs that need it.
    /// Where there is no `setsid`, nothing changes.
    public Launch detached() {
        return Programs.find("setsid").map(this::behind).orElse(this);
    }

    private Launch behind(Path program) {
        List<String> longer = new ArrayList<>(List.of(program.toString()));
        longer.addAll(command);
        return new Launch(name, longer, environment, directory);
    }

    ProcessBuilder toBuilder() {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        return builder;
    }
}
