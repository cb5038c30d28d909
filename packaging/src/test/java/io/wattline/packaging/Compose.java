package io.wattline.packaging;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// What `docker-compose.yml` sets, with its variables at their defaults.
final class Compose {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_0-9]+):-([^}]*)}");

    private Compose() {}

    static Map<String, JsonObject> services() {
        return services("", "");
    }

    /// All services, with one variable set.
    static Map<String, JsonObject> services(String variable, String value) {
        String text = VARIABLE.matcher(Repository.read("docker-compose.yml"))
                .replaceAll(
                        match -> Matcher.quoteReplacement(match.group(1).equals(variable) ? value : match.group(2)));
        Object file = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        Map<String, JsonObject> services = new TreeMap<>();
        Manifests.at(new Gson().toJsonTree(file).getAsJsonObject(), "services")
                .getAsJsonObject()
                .entrySet()
                .forEach(entry -> services.put(entry.getKey(), entry.getValue().getAsJsonObject()));
        return services;
    }

    static JsonObject service(String name) {
        return services().get(name);
    }

    static Map<String, String> environment(String service) {
        Map<String, String> environment = new TreeMap<>();
        Manifests.at(service(service), "environment")
                .getAsJsonObject()
                .entrySet()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().getAsString()));
        return environment;
    }

    /// The limit of a service's memory in units of 1024 × 1024 bytes, as Docker counts them.
    static long memoryMiB(String service) {
        String limit = Manifests.text(service(service), "mem_limit");
        long number = Long.parseLong(limit.substring(0, limit.length() - 1));
        return switch (limit.charAt(limit.length() - 1)) {
            case 'm' -> number;
            case 'g' -> number * 1024;
            default -> throw new AssertionError("mem_limit " + limit + " of " + service);
        };
    }
}
