package io.wattline.ingestor.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A broker for one connection that answers only what a test makes it say; MQTT 5, byte by byte.
final class ScriptedBroker implements AutoCloseable {

    static final int CONNECT = 1;
    static final int PUBACK = 4;
    static final int SUBSCRIBE = 8;
    static final int UNSUBSCRIBE = 10;
    static final int DISCONNECT = 14;
    /// Not MQTT: the client has closed the connection.
    static final int END = 0;

    /// A control packet from the client.
    ///
    /// @param body what follows the fixed header
    record Packet(int type, byte[] body) {}

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Packet> received = new LinkedBlockingQueue<>();
    private volatile Socket connection;

    ScriptedBroker() throws IOException {
        Thread.ofVirtual().name("scripted-broker").start(this::receive);
    }

    URI url() {
        return URI.create("mqtt://127.0.0.1:" + listener.getLocalPort());
    }

    /// The next packet, which must be of that type.
    Packet expect(int type) throws InterruptedException {
        Packet packet = next();
        if (packet.type() != type) {
            throw new AssertionError("expected packet type " + type + ", got " + packet);
        }
        return packet;
    }

    /// The next packet.
    Packet next() throws InterruptedException {
        Packet packet = received.poll(5, TimeUnit.SECONDS);
        if (packet == null) {
            throw new AssertionError("no packet came");
        }
        return packet;
    }

    /// Whether a packet of that type has come that nobody has asked for yet.
    boolean hasReceived(int type) {
        return received.stream().anyMatch(packet -> packet.type() == type);
    }

    void connAck() throws IOException {
        send(0x20, new byte[] {0, 0, 0});
    }

    /// Answers a SUBSCRIBE with one reason code a subscription.
    void subAck(Packet subscribe, int... reasonCodes) throws IOException {
        answer(0x90, subscribe, reasonCodes);
    }

    /// Answers an UNSUBSCRIBE with one reason code a topic filter.
    void unsubAck(Packet unsubscribe, int... reasonCodes) throws IOException {
        answer(0xB0, unsubscribe, reasonCodes);
    }

    private void answer(int header, Packet question, int... reasonCodes) throws IOException {
        var body = new ByteArrayOutputStream();
        body.write(question.body(), 0, 2);
        body.write(0);
        for (int code : reasonCodes) {
            body.write(code);
        }
        send(header, body.toByteArray());
    }

    /// Resumes the session and delivers at once what was queued for it.
    void connAckAndPublish(String topic, byte[] payload) throws IOException {
        write(packet(0x20, new byte[] {1, 0, 0}), packet(0x32, publication(topic, 1, payload)));
    }

    /// A PUBLISH of QoS 1.
    void publish(String topic, int packetIdentifier, byte[] payload) throws IOException {
        send(0x32, publication(topic, packetIdentifier, payload));
    }

    /// A PUBLISH of QoS 0, which no window holds back.
    void publishUnacknowledged(String topic, byte[] payload) throws IOException {
        byte[] withIdentifier = publication(topic, 0, payload);
        var body = new ByteArrayOutputStream();
        body.write(withIdentifier, 0, 2 + topic.length());
        body.write(withIdentifier, 4 + topic.length(), withIdentifier.length - 4 - topic.length());
        send(0x30, body.toByteArray());
    }

    private static byte[] publication(String topic, int packetIdentifier, byte[] payload) {
        var body = new ByteArrayOutputStream();
        body.write(0);
        body.write(topic.length());
        body.writeBytes(topic.getBytes(UTF_8));
        body.write(packetIdentifier >> 8);
        body.write(packetIdentifier);
        body.write(0);
        body.writeBytes(payload);
        return body.toByteArray();
    }

    /// Accepts the client and both its subscriptions.
    void welcome() throws IOException, InterruptedException {
        expect(CONNECT);
        connAck();
        subAck(expect(SUBSCRIBE), 1, 1);
        // The broker's own counters.
        subAck(expect(SUBSCRIBE), 0);
    }

    private void send(int header, byte[] body) throws IOException {
        write(packet(header, body));
    }

    /// Several packets in one write.
    private void write(byte[]... packets) throws IOException {
        var together = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            together.writeBytes(packet);
        }
        OutputStream out = connection.getOutputStream();
        out.write(together.toByteArray());
        out.flush();
    }

    private static byte[] packet(int header, byte[] body) {
        if (body.length > 255) {
            throw new IllegalArgumentException("only short packets");
        }
        var packet = new ByteArrayOutputStream();
        packet.write(header);
        if (body.length > 127) {
            packet.write(body.length & 0x7F | 0x80);
            packet.write(body.length >> 7);
        } else {
            packet.write(body.length);
        }
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    private void receive() {
        try (Socket accepted = listener.accept()) {
            connection = accepted;
            var in = new DataInputStream(accepted.getInputStream());
            while (true) {
                int type = in.readUnsignedByte() >> 4;
                byte[] body = new byte[remainingLength(in)];
                in.readFully(body);
                received.add(new Packet(type, body));
            }
        } catch (IOException e) {
            // Ended or reset by the client, or closed by the test.
            received.add(new Packet(END, new byte[0]));
        }
    }

    private static int remainingLength(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int part = in.readUnsignedByte();
            length |= (part & 0x7F) << shift;
            if (part < 0x80) {
                return length;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Socket open = connection;
        if (open != null) {
            open.close();
        }
    }
}
