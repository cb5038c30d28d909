package io.wattline.runtime.http;

import java.util.Map;
import java.util.Optional;

/// A request made by hand: nothing but its headers.
public record FakeRequest(Map<String, String> headers) implements Request {

    @Override
    public String id() {
        return "test";
    }

    @Override
    public String remoteAddress() {
        return headers.getOrDefault("From-Address", "192.0.2.1");
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public String pathParameter(String name) {
        throw new IllegalArgumentException(name);
    }

    @Override
    public Query query() {
        return Query.parse("");
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public byte[] body() {
        return new byte[0];
    }
}
