package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.DatabaseSettings;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.CurrentCaller;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class HealthWithoutDatabaseTest {
    @Test
    void withoutItsDatabaseTheServerIsUnavailableAndSaysNoMore() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setURL("jdbc:postgresql://127.0.0.1:1/nowhere");
        Database database = new Database(nowhere, DatabaseSettings.DEFAULT, pause -> {}, new Random(1));
        StatusResource status = new StatusResource(Endpoints.of(List.of()), database, new CurrentCaller());
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(status::healthCheck)
                .withMessage("The server cannot reach its database.")
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.UNAVAILABLE));
        assertThat(Refusal.UNAVAILABLE.status()).isEqualTo(503);
    }
}
