package io.wattline.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes readings as payloads that [PayloadDecoder] reads back equal.
///
/// Members stand in the wire format's order; absent optional fields are left out; the timestamp is written by
/// `Instant.toString`, in UTC. The size limit is the caller's to keep: see [WireFormat#MAX_PAYLOAD_BYTES].
public final class PayloadEncoder {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int TYPICAL_READING_BYTES = 128;

    private PayloadEncoder() {}

    /// One reading as a JSON object.
    public static byte[] encode(Reading reading) {
        var out = new ByteArrayOutputStream(TYPICAL_READING_BYTES);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            write(json, reading);
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array refused bytes", e);
        }
        return out.toByteArray();
    }

    /// Several readings of one device as a JSON array.
    ///
    /// @throws IllegalArgumentException if there are none, or more than [WireFormat#MAX_ARRAY_READINGS]
    public static byte[] encodeArray(List<? extends Reading> readings) {
        if (readings.isEmpty() || readings.size() > WireFormat.MAX_ARRAY_READINGS) {
            throw new IllegalArgumentException("an array holds 1 to " + WireFormat.MAX_ARRAY_READINGS + " readings");
        }
        var out = new ByteArrayOutputStream(TYPICAL_READING_BYTES * readings.size());
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartArray();
            for (Reading reading : readings) {
                write(json, reading);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array refused bytes", e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, Reading reading) throws IOException {
        json.writeStartObject();
        json.writeStringField(reading.kind().idField(), reading.deviceId());
        json.writeFieldName(reading.kind().energyField());
        // Scale 6 is never written with an exponent unless tiny: 1E-6 is, so the plain form is asked for.
        json.writeNumber(reading.kwh().toPlainString());
        for (Field measurement : Field.measurementsOf(reading.kind())) {
            @Nullable Float value = reading.value(measurement);
            if (value != null) {
                json.writeNumberField(measurement.jsonName(), value);
            }
        }
        json.writeStringField(Field.TIMESTAMP.jsonName(), reading.measuredAt().toString());
        json.writeEndObject();
    }
}
