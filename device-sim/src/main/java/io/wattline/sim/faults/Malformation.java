package io.wattline.sim.faults;

import io.wattline.telemetry.PayloadEncoder;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.RejectReason;
import io.wattline.telemetry.WireFormat;
import java.nio.charset.StandardCharsets;

/// Ways in which a payload can be wrong, one or more for every reason that a device can cause on its own topic.
enum Malformation {
    EMPTY(RejectReason.EMPTY_PAYLOAD) {
        @Override
        String spoil(Reading reading, String json) {
            return "";
        }
    },
    OVERSIZED(RejectReason.PAYLOAD_TOO_LARGE) {
        @Override
        String spoil(Reading reading, String json) {
            return json + " ".repeat(WireFormat.MAX_PAYLOAD_BYTES);
        }
    },
    NOT_UTF_8(RejectReason.BAD_ENCODING) {
        @Override
        byte[] payload(Reading reading) {
            byte[] payload = super.payload(reading);
            payload[2] = (byte) 0xFF;
            return payload;
        }
    },
    CUT_OFF(RejectReason.BAD_JSON) {
        @Override
        String spoil(Reading reading, String json) {
            return json.substring(0, json.length() / 2);
        }
    },
    TRAILING_BYTES(RejectReason.BAD_JSON) {
        @Override
        String spoil(Reading reading, String json) {
            return json + "}";
        }
    },
    FIELD_TWICE(RejectReason.DUPLICATE_KEY) {
        @Override
        String spoil(Reading reading, String json) {
            return withField(json, "\"" + reading.kind().energyField() + "\":0");
        }
    },
    NESTED(RejectReason.TOO_DEEP) {
        @Override
        String spoil(Reading reading, String json) {
            return withField(json, "\"extra\":[[[[[[[[1]]]]]]]]");
        }
    },
    A_STRING(RejectReason.WRONG_ROOT) {
        @Override
        String spoil(Reading reading, String json) {
            return "\"OK\"";
        }
    },
    NO_READINGS(RejectReason.BATCH_EMPTY) {
        @Override
        String spoil(Reading reading, String json) {
            return "[]";
        }
    },
    TOO_MANY_READINGS(RejectReason.BATCH_TOO_LARGE) {
        @Override
        String spoil(Reading reading, String json) {
            return "[" + "{},".repeat(WireFormat.MAX_ARRAY_READINGS) + json + "]";
        }
    },
    ID_OUTSIDE_THE_GRAMMAR(RejectReason.BAD_ID) {
        @Override
        String spoil(Reading reading, String json) {
            return json.replace(reading.deviceId(), "not an id");
        }
    },
    ANOTHER_DEVICES_ID(RejectReason.ID_MISMATCH) {
        @Override
        String spoil(Reading reading, String json) {
            return json.replace(reading.deviceId(), "SOMEBODY_ELSE");
        }
    },
    NO_ENERGY(RejectReason.MISSING_FIELD) {
        @Override
        String spoil(Reading reading, String json) {
            return json.replace(reading.kind().energyField(), "energy");
        }
    },
    ENERGY_AS_TEXT(RejectReason.WRONG_TYPE) {
        @Override
        String spoil(Reading reading, String json) {
            return withEnergy(reading, json, "\"0.5\"");
        }
    },
    NEGATIVE_ENERGY(RejectReason.OUT_OF_RANGE) {
        @Override
        String spoil(Reading reading, String json) {
            return withEnergy(reading, json, "-1");
        }
    },
    HUGE_ENERGY(RejectReason.OUT_OF_RANGE) {
        @Override
        String spoil(Reading reading, String json) {
            return withEnergy(reading, json, "1e999");
        }
    },
    TIME_WITHOUT_OFFSET(RejectReason.BAD_TIMESTAMP) {
        @Override
        String spoil(Reading reading, String json) {
            return withTime(reading, json, "2026-11-20T15:00:00");
        }
    },
    FAR_FUTURE(RejectReason.TS_FUTURE) {
        @Override
        String spoil(Reading reading, String json) {
            return withTime(reading, json, "2099-12-31T23:59:59Z");
        }
    },
    EPOCH(RejectReason.TS_PAST) {
        @Override
        String spoil(Reading reading, String json) {
            return withTime(reading, json, "1970-01-01T00:00:00Z");
        }
    };

    private final RejectReason reason;

    Malformation(RejectReason reason) {
        this.reason = reason;
    }

    /// Why an ingestor must reject the payload, whole, as one item.
    RejectReason reason() {
        return reason;
    }

    /// The payload that a device sends in place of the reading.
    byte[] payload(Reading reading) {
        String json = new String(PayloadEncoder.encode(reading), StandardCharsets.UTF_8);
        return spoil(reading, json).getBytes(StandardCharsets.UTF_8);
    }

    String spoil(Reading reading, String json) {
        return json;
    }

    private static String withField(String json, String field) {
        return json.substring(0, json.length() - 1) + "," + field + "}";
    }

    private static String withEnergy(Reading reading, String json, String value) {
        return json.replace(":" + reading.kwh().toPlainString(), ":" + value);
    }

    private static String withTime(Reading reading, String json, String time) {
        return json.replace(reading.measuredAt().toString(), time);
    }

    static Malformation of(double uniform) {
        Malformation[] all = values();
        return all[(int) (uniform * all.length)];
    }
}
