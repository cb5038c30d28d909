package io.wattline.ingestor.postgres.charging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattline.runtime.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Evidence as names and values, and as `jsonb`.
final class Facts {

    private Facts() {}

    static String json(Map<String, String> facts) {
        return new String(Json.write(facts), StandardCharsets.UTF_8);
    }

    static SortedMap<String, String> of(String json) {
        ObjectNode object = Json.readObject(json.getBytes(StandardCharsets.UTF_8));
        SortedMap<String, String> facts = new TreeMap<>();
        object.properties()
                .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
        return facts;
    }
}
