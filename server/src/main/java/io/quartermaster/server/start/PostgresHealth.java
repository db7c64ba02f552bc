package io.quartermaster.server.start;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the embedded PostgreSQL is being started again, for those who ask {@code /health/ready}. A server with a
 * PostgreSQL of the operator's has none that could be away.
 */
@Readiness
@Singleton
public final class PostgresHealth implements HealthCheck {
    private static final String NAME = "Embedded PostgreSQL";

    /** Static, because PostgreSQL is there before the container is. */
    private static volatile String away = "";

    /** What is said from now on; empty when there is nothing to say. */
    static void tell(String sentence) {
        away = sentence;
    }

    @Override
    public HealthCheckResponse call() {
        String now = away;
        return now.isEmpty()
                ? HealthCheckResponse.up(NAME)
                : HealthCheckResponse.named(NAME).down().withData("state", now).build();
    }
}
