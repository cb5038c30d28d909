package io.wattline.packaging;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The manifests in `kubernetes/base`, as JSON.
final class Manifests {

    static final Path BASE = Repository.root().resolve("packaging/kubernetes/base");
    private static final String KUSTOMIZATION = "kustomization.yaml";

    private Manifests() {}

    /// All objects, in order of the files' names.
    static List<JsonObject> all() {
        return files().stream().flatMap(file -> read(file).stream()).toList();
    }

    /// Those of one kind.
    static List<JsonObject> of(String kind) {
        return all().stream()
                .filter(manifest -> kind.equals(text(manifest, "kind")))
                .toList();
    }

    /// The names of the files, without that of the kustomization.
    static List<String> files() {
        try (Stream<Path> files = Files.list(BASE)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(KUSTOMIZATION))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject kustomization() {
        return read(KUSTOMIZATION).getFirst();
    }

    /// What lies at a path of names; fails if nothing does.
    static JsonElement at(JsonObject start, String... names) {
        JsonElement at = start;
        for (String name : names) {
            JsonElement next = at.getAsJsonObject().get(name);
            if (next == null) {
                throw new AssertionError("no " + String.join(".", names) + " in " + start);
            }
            at = next;
        }
        return at;
    }

    static String text(JsonObject start, String... names) {
        return at(start, names).getAsString();
    }

    /// The elements of a list, as objects.
    static List<JsonObject> list(JsonObject start, String... names) {
        List<JsonObject> elements = new ArrayList<>();
        at(start, names).getAsJsonArray().forEach(element -> elements.add(element.getAsJsonObject()));
        return elements;
    }

    /// The specification of the pods of a Deployment, a StatefulSet or a Job.
    static JsonObject pod(JsonObject workload) {
        return at(workload, "spec", "template", "spec").getAsJsonObject();
    }

    /// All objects that run pods.
    static List<JsonObject> workloads() {
        return Stream.of("StatefulSet", "Deployment", "Job")
                .flatMap(kind -> of(kind).stream())
                .toList();
    }

    private static List<JsonObject> read(String file) {
        List<JsonObject> objects = new ArrayList<>();
        Gson gson = new Gson();
        try {
            for (Object document :
                    new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Files.readString(BASE.resolve(file)))) {
                objects.add(gson.toJsonTree(document).getAsJsonObject());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }
}
