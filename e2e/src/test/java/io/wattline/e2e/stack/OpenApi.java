package io.wattline.e2e.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The OpenAPI document as it is served, and whether real answers are what it says.
public final class OpenApi {

    private static final String DOCUMENT = "/io/wattline/query/http/documentation/openapi.json";

    private final JsonNode document;

    private OpenApi(JsonNode document) {
        this.document = document;
    }

    public static OpenApi read() {
        try (InputStream in = Objects.requireNonNull(OpenApi.class.getResourceAsStream(DOCUMENT), DOCUMENT)) {
            return new OpenApi(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Fails unless the document has the operation, this status of it, this media type, and a schema the body meets.
    ///
    /// @param method in lower case
    public void assertDescribes(String method, String path, ServiceProcess.Answer answer) {
        JsonNode response = document.path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(Integer.toString(answer.status()));
        if (response.has("$ref")) {
            response = document.at(response.path("$ref").textValue().substring(1));
        }
        String mediaType = answer.contentType().split(";", 2)[0];
        JsonNode schema = response.path("content").path(mediaType).path("schema");
        assertThat(schema.isObject())
                .as("%s %s answers %s with %s", method, path, answer.status(), mediaType)
                .isTrue();
        ObjectNode root = schema.deepCopy();
        root.set("components", document.path("components"));
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(root, config)
                        .validate(answer.body(), InputFormat.JSON))
                .as(answer.body())
                .isEmpty();
    }
}
