package io.wattline.e2e.faults.harness;

import io.wattline.e2e.stack.Stack;
import io.wattline.servers.network.TcpProxy;
import io.wattline.servers.process.Closing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// The ingestors. Those that a test leaves running in good order are the next test's.
public final class Fleet implements AutoCloseable {

    /// How many sessions the fleet's messages are dealt to.
    public static final int SLOTS = 4;

    private static final Duration POLL = Duration.ofMillis(50);
    private final List<Member> members = new ArrayList<>();

    Fleet(Stack stack, int databasePort, int most) {
        for (int i = 1; i <= most; i++) {
            members.add(new Member("ingestor-" + i, stack, databasePort));
        }
    }

    /// By number, from 0, running or not.
    public Member member(int number) {
        return members.get(number);
    }

    public List<Member> alive() {
        return members.stream().filter(Member::isAlive).toList();
    }

    /// Those that run and are not stopped.
    public List<Member> answering() {
        return members.stream().filter(Member::answers).toList();
    }

    /// Makes exactly the first `count` run with these settings, links clear, ready, slots shared out evenly.
    public void require(int count, Map<String, String> settings) {
        onLinks(TcpProxy::pass);
        alive().stream()
                .filter(member ->
                        members.indexOf(member) >= count || !member.settings().equals(settings) || !member.answers())
                .forEach(this::end);
        CompletableFuture<?>[] starts = IntStream.range(0, count)
                .mapToObj(members::get)
                .filter(member -> !member.isAlive())
                .map(member -> CompletableFuture.runAsync(() -> member.start(settings)))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(starts).join();
        awaitReady();
        awaitBalance(count);
    }

    private void end(Member member) {
        if (!member.answers()) {
            member.thaw();
        }
        member.terminate(Form.now().bound());
    }

    /// Waits until all that run are ready.
    public void awaitReady() {
        Awaitility.await("all ingestors ready")
                .atMost(Form.now().bound())
                .pollInterval(POLL)
                .until(() -> answering().stream().allMatch(Member::isReady));
    }

    /// Waits until `count` ingestors have all slots connected, none more than one slot beyond another.
    public void awaitBalance(int count) {
        Awaitility.await("slots shared out among " + count)
                .atMost(Form.now().bound())
                .pollInterval(POLL)
                .until(() -> isBalanced(count));
    }

    private boolean isBalanced(int count) {
        int[] slots = answering().stream().mapToInt(Member::connectedSlots).toArray();
        return slots.length == count
                && IntStream.of(slots).sum() == SLOTS
                && IntStream.of(slots).max().orElseThrow()
                                - IntStream.of(slots).min().orElseThrow()
                        <= 1;
    }

    /// Waits until all slots are connected, whichever ingestors hold them.
    public void awaitAllConnected() {
        Awaitility.await("all slots connected")
                .atMost(Form.now().bound())
                .pollInterval(POLL)
                .until(() ->
                        answering().stream().mapToInt(Member::connectedSlots).sum() == SLOTS);
    }

    /// Does something to the links of all ingestors to the database.
    public void onDatabaseLinks(Consumer<TcpProxy> change) {
        members.stream().map(Member::database).forEach(change);
    }

    /// Does something to the links of all ingestors to the broker.
    public void onBrokerLinks(Consumer<TcpProxy> change) {
        members.stream().map(Member::broker).forEach(change);
    }

    private void onLinks(Consumer<TcpProxy> change) {
        onDatabaseLinks(change);
        onBrokerLinks(change);
    }

    /// Fails if one of them has shown a secret that it was given.
    void requireSecretsKept() {
        alive().forEach(member -> member.process().process().requireSecretsKept());
    }

    int ended() {
        return members.stream().mapToInt(Member::ended).sum();
    }

    @Override
    public void close() {
        Closing.all(members);
    }
}
