package io.wattline.ingestor.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines as Mosquitto 2.0.21 writes them.
class BrokerLogTest {

    private static final String STAMP = "2026-11-20T08:24:31+0000: ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Client M1 disconnected, not authorised.|M1|NOT_AUTHORIZED",
                "Client a b, c disconnected, not authorised.|a b, c|NOT_AUTHORIZED",
                "Client M1 already connected, closing old connection.|M1|SESSION_TAKEN_OVER",
                "Client M1 disconnected due to oversize packet.|M1|PACKET_TOO_LARGE",
                "Client M1 disconnected due to malformed packet.|M1|MALFORMED_PACKET",
                "Client <unknown> disconnected due to protocol error.|(others)|PROTOCOL_ERROR",
                "Client <unknown> disconnected due to using not allowed feature (QoS too high, retain not supported, or bad AUTH method).|(others)|FEATURE_REFUSED",
                "Client connection from 127.0.0.1 denied: max_connections exceeded.|127.0.0.1|CONNECTIONS_EXHAUSTED",
                "Bad socket read/write on client M1: Invalid arguments provided.|M1|KEEP_ALIVE_REFUSED",
                "Bad socket read/write on client M1: Unknown error.|M1|FEATURE_REFUSED",
                "Invalid protocol version 3 in CONNECT from 127.0.0.1.|127.0.0.1|UNSUPPORTED_PROTOCOL_VERSION",
                "Denied PUBLISH from M1 (d0, q1, r0, m7, 'devices/meters/M2/telemetry', ... (2 bytes))|M1|PUBLISH_DENIED",
                "OpenSSL Error[0]: error:0A000418:SSL routines::tlsv1 alert unknown ca|(others)|TLS_REFUSED",
                "New client connected from 127.0.0.1:52470 as M1 (p2, c1, k0, u'M1').|M1|KEEP_ALIVE_NONE",
                "New client connected from 127.0.0.1:52470 as M1 (p2, c1, k301).|M1|KEEP_ALIVE_LONG"
            })
    void tellsClientAndReason(String line, String client, RefusalReason reason) {
        for (String written : new String[] {line, STAMP + line}) {
            assertThat(BrokerLog.read(written))
                    .isNotNull()
                    .extracting(Refusal::client, Refusal::reason)
                    .containsExactly(client, reason);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "New connection from 127.0.0.1:52470 on port 8883.",
                "New client connected from 127.0.0.1:52470 as M1 (p2, c1, k300, u'M1').",
                "Client M1 closed its connection.",
                "Client M1 disconnected.",
                "Client M1 has exceeded timeout, disconnecting.",
                "Bad socket read/write on client M1: Connection reset by peer",
                "OpenSSL Error[0]: error:0A000126:SSL routines::unexpected eof while reading",
                "Received PUBLISH from M1 (d0, q1, r0, m7, 'x', ... (2 bytes))",
                "mosquitto version 2.0.21 running"
            })
    void countsNothingThatIsUsual(String line) {
        assertThat(BrokerLog.read(STAMP + line)).isNull();
        assertThat(BrokerLog.read(line)).isNull();
    }

    @Test
    void truncatesLongTextsAndShowsNoControlCharacters() {
        assertThat(BrokerLog.read("Client \u001b[2J" + "x".repeat(300) + " disconnected, not authorised."))
                .satisfies(found -> assertThat(found.client()).hasSize(128).startsWith("?[2Jxxx"));
        assertThat(BrokerLog.read("Client " + "x".repeat(2_000) + " disconnected, not authorised."))
                .isNull();
    }
}
