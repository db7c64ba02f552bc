package io.quartermaster.server.db;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quartermaster.server.db.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Gives a {@code @QuarkusTest} a fresh database and an empty data folder: {@code @QuarkusTestResource(PostgresResource.class)}. The same
 * PostgreSQL serves these tests and those with {@link TestDatabase}.
 */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
    private String name = "";

    @Override
    public Map<String, String> start() {
        name = TestDatabase.freshName();
        return Map.of(
                "qm.data", emptyFolder().toString(),
                "quarkus.datasource.jdbc.url", TestDatabase.jdbcUrl(name),
                "quarkus.datasource.username", EmbeddedPostgres.ROLE,
                "quarkus.datasource.password", TestDatabase.sharedPassword());
    }

    @Override
    public void stop() {
        if (!name.isEmpty()) {
            TestDatabase.drop(name);
        }
    }

    private static Path emptyFolder() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "test-data-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
