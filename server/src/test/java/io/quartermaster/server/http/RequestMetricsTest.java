package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
class RequestMetricsTest {
    private static final Pattern COUNT = Pattern.compile(
            "http_server_requests_seconds_count\\{([^}]*uri=\"/KeyfactorAPI/Status/Endpoints\"[^}]*)\\} (\\S+)");

    private static String metrics() {
        return ApiClient.anonymous().get("/metrics").body();
    }

    private static double counted(String... labels) {
        return COUNT.matcher(metrics())
                .results()
                .filter(series -> List.of(labels).stream().allMatch(series.group(1)::contains))
                .map((MatchResult series) -> series.group(2))
                .mapToDouble(Double::parseDouble)
                .sum();
    }

    private static void send(String verb, String address) {
        RawClient.statuses(List.of(RawClient.request(verb, address, TestUser.STRANGER, "")));
    }

    @Test
    void aRequestIsCountedOnceUnderItsDeclaredPathHoweverItWasSpelt() {
        double before = counted("method=\"GET\"", "status=\"200\"", "outcome=\"SUCCESS\"");
        ApiClient admin = ApiClient.as(TestUser.ADMIN);
        assertThat(admin.get("/KeyfactorAPI/Status/Endpoints").status()).isEqualTo(200);
        assertThat(admin.get("/keyfactor/api/status/ENDPOINTS").status()).isEqualTo(200);
        assertThat(counted("method=\"GET\"", "status=\"200\"", "outcome=\"SUCCESS\"") - before)
                .isEqualTo(2);
    }

    @Test
    void nothingThatAClientInventsBecomesALabel() {
        send("ZZ1", "/KeyfactorAPI/Agents");
        send("ZZ2", "/KeyfactorAgents/Session/Register");
        send("ZZ3", "/health");
        send("Put", "/KeyfactorAPI/Agents/Invented1");
        send("GET", "/KeyfactorAPI/Agents/%00Invented2");
        send("GET", "/KeyfactorAPI/Invented3");
        send("GET", "/Invented4");
        send("GET", "/health/Invented5");
        send("GET", "/KeyfactorAPI/Agents/Invented6%2");
        send("GET", "/q/Invented7");
        assertThat(metrics())
                .contains("http_server_requests_seconds_count")
                .contains("method=\"OTHER\"")
                .contains("uri=\"UNKNOWN\"")
                .doesNotContain("ZZ")
                .doesNotContain("Invented")
                .doesNotContain("\"Put\"");
    }
}
