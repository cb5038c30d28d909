package io.wattline.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Route;
import io.wattline.runtime.http.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterTest {

    private static Route get(String template) {
        return Route.get(template, Scope.READ, request -> Answer.noContent());
    }

    private final Router router = new Router(List.of(get("/a/{id}"), get("/a/all"), get("/a/{id}/b"), get("/a")));

    private String template(String path) {
        return router.find("GET", path) instanceof Router.Match.Found found
                ? found.route().template()
                : "none";
    }

    @Test
    void prefersALiteralSegment() {
        assertThat(template("/a/all")).isEqualTo("/a/all");
        assertThat(template("/a/ALL")).isEqualTo("/a/{id}");
    }

    @Test
    void matchesWholePathsOnly() {
        assertThat(template("/a")).isEqualTo("/a");
        assertThat(template("/a/x/b")).isEqualTo("/a/{id}/b");
        assertThat(template("/a/x/c")).isEqualTo("none");
        assertThat(template("/a/x/b/")).isEqualTo("none");
        assertThat(template("a")).isEqualTo("none");
        assertThat(template("*")).isEqualTo("none");
    }

    @Test
    void neverDecodesBeforeMatching() {
        assertThat(template("/%61")).isEqualTo("none");
        assertThat(router.find("GET", "/a/x%2Fb"))
                .isInstanceOfSatisfying(
                        Router.Match.Found.class,
                        found -> assertThat(found.pathParameters()).containsEntry("id", "x/b"));
    }

    @Test
    void refusesTheSameRouteTwice() {
        assertThatThrownBy(() -> new Router(List.of(get("/a"), get("/a")))).hasMessage("two routes for GET /a");
    }
}
