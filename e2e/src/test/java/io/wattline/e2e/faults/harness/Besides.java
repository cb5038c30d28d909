package io.wattline.e2e.faults.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Meter readings that a test sends itself, beside the load: their payloads, and their ledger. Their device exists
/// once.
public final class Besides {

    private static final String HEADER = "kind,device_id,timestamp,outcome,kwh,voltage,soc,battery_temp\n";

    private final String device = "BESIDES_" + UUID.randomUUID().toString().substring(0, 8);
    private final List<String> ledger = new ArrayList<>();

    /// The device's id.
    public String device() {
        return device;
    }

    public String topicName() {
        return "meters/" + device + "/telemetry";
    }

    /// A payload that must be stored.
    public String good(Instant measuredAt, String kwh) {
        ledger.add("meter," + device + ',' + measuredAt + ",OK," + kwh + ",230.0,,\n");
        return payload(measuredAt.toString(), kwh);
    }

    /// A payload that nothing is promised for.
    public String payload(String timestamp, String kwh) {
        return "{\"kwhConsumedAc\":" + kwh + ",\"voltage\":230.0,\"timestamp\":\"" + timestamp + "\"}";
    }

    /// The ledger, as the simulator would have written it.
    public Path ledger(Rig rig) {
        try {
            return Files.writeString(rig.folder().path().resolve(device + ".csv"), HEADER + String.join("", ledger));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
