package io.wattline.ingestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.pipeline.QuarantineRow;
import io.wattline.ingestor.pipeline.Source;
import io.wattline.ingestor.testing.Readings;
import io.wattline.telemetry.RejectReason;
import io.wattline.telemetry.Rejection;
import io.wattline.telemetry.WireFormat;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuarantineIT {

    private static StoreFixture fixture;

    @BeforeAll
    static void open() {
        fixture = new StoreFixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @BeforeEach
    void empty() {
        fixture.empty();
    }

    @Test
    void writesAFloodOfLargeMessagesInStatementsOfAboutAMegabyte() {
        fixture.execute("""
                CREATE TABLE statements (n int);
                CREATE FUNCTION count_it() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN INSERT INTO public.statements VALUES (1); RETURN NULL; END $$;
                CREATE TRIGGER count_it AFTER INSERT ON rejected_message FOR EACH STATEMENT EXECUTE FUNCTION count_it();
                """);
        List<QuarantineRow> rows = IntStream.range(0, 100)
                .mapToObj(i -> row(i, payload(WireFormat.MAX_PAYLOAD_BYTES, i)))
                .toList();

        store(rows);

        assertThat(fixture.rows("""
                SELECT item_index, octet_length(payload), get_byte(payload, 65535) FROM rejected_message ORDER BY id
                """))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> i + " 65536 " + i).toList());
        // Sixteen of them make a megabyte.
        assertThat(fixture.rows("SELECT count(*) FROM statements")).containsExactly("7");
    }

    @Test
    void writesManySmallMessagesInOneStatementInTheOrderTheyCame() {
        store(IntStream.range(0, 1_000).mapToObj(i -> row(i, new byte[] {7})).toList());

        assertThat(fixture.rows("SELECT item_index FROM rejected_message ORDER BY id"))
                .containsExactlyElementsOf(
                        IntStream.range(0, 1_000).mapToObj(String::valueOf).toList());
        assertThat(fixture.rows("SELECT count(DISTINCT xmin::text) FROM rejected_message"))
                .containsExactly("1");
    }

    @Test
    void keepsBytesAndNamesAsSent() {
        byte[] everyByte = payload(256, 0);
        IntStream.range(0, 256).forEach(i -> everyByte[i] = (byte) i);
        String name = "meters/Ü\"\\{},NULL\n/telemetry";

        store(List.of(
                new QuarantineRow(Readings.NOON, Source.HTTP, name, rejection(null, everyByte), 0),
                new QuarantineRow(Readings.NOON, Source.MQTT, "NULL", rejection(null, new byte[0]), 0)));

        assertThat(fixture.rows(
                        "SELECT source, topic, item_index, encode(payload, 'hex') FROM rejected_message ORDER BY id"))
                .containsExactly("http " + name + " null " + HexFormat.of().formatHex(everyByte), "mqtt NULL null ");
    }

    @Test
    void tableAcceptsEveryReason() {
        store(Arrays.stream(RejectReason.values())
                .map(reason -> new QuarantineRow(
                        Readings.NOON, Source.MQTT, "t", new Rejection(reason, "d", null, new byte[0]), 0))
                .toList());

        assertThat(fixture.rows("SELECT reason FROM rejected_message ORDER BY id"))
                .containsExactlyElementsOf(Arrays.stream(RejectReason.values())
                        .map(RejectReason::code)
                        .toList());
    }

    private static void store(List<QuarantineRow> rows) {
        fixture.store.store(Readings.content(List.of(), List.of(), rows));
    }

    private static QuarantineRow row(int index, byte[] payload) {
        return new QuarantineRow(Readings.NOON, Source.MQTT, "meters/M1/telemetry", rejection(index, payload), index);
    }

    private static Rejection rejection(Integer index, byte[] payload) {
        return new Rejection(RejectReason.BAD_JSON, "not JSON", index, payload);
    }

    private static byte[] payload(int size, int last) {
        byte[] payload = new byte[size];
        payload[size - 1] = (byte) last;
        return payload;
    }
}
