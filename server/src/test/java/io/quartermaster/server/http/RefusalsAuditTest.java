package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every refusal of a command, and every missing permission, leaves exactly one entry. */
@QuarkusTest
@TestProfile(SamplesServed.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
class RefusalsAuditTest {
    private static final String SAMPLES = "/KeyfactorAPI/Samples";
    private static final String SAMPLE = SAMPLES + "/0b5e8c1e-6b9d-4c58-9a3e-000000000001";

    @Inject
    Database database;

    private long before;

    @BeforeEach
    void fromHereOn() {
        before = database.read(tx -> tx.select("SELECT coalesce(max(id), 0) FROM audit_entry")
                .mapTo(long.class)
                .one());
    }

    @Test
    void aMissingPermissionLeavesOneEntryWithThePermission() {
        ApiClient.as(TestUser.AGENTS_READER).delete(SAMPLE);
        assertThat(entries())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("2012 TEST\\agents_reader DELETE /Samples/{id}")
                .contains("/agents/management/modify/");
    }

    @Test
    void soDoesACallerWithoutARoleAlsoWhenReading() {
        ApiClient.as(TestUser.STRANGER).get(SAMPLES);
        assertThat(entries()).hasSize(1).first().asString().startsWith("2012 TEST\\stranger GET /Samples");
    }

    @Test
    void anotherSpellingOfThePathIsNoWayAroundIt() {
        ApiClient.as(TestUser.STRANGER).get("/x/../%4BEYFACTORapi/samples/");
        assertThat(entries()).hasSize(1).first().asString().startsWith("2012 TEST\\stranger GET /Samples");
    }

    @Test
    void aRefusedCommandLeavesOneEntryWithTheReason() {
        ApiClient.as(TestUser.ADMIN).post(SAMPLES + "/NOT_ELIGIBLE/Fail", "null");
        assertThat(entries())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("3020 TEST\\admin POST /Samples/{id}/Fail")
                .contains("Refused.");
    }

    @Test
    void aBodyThatCannotBeReadIsARefusedCommandToo() {
        ApiClient.as(TestUser.ADMIN).post(SAMPLES, "{");
        assertThat(entries()).hasSize(1);
    }

    @Test
    void whoCannotSignInAndWhoOnlyReadsBadlyLeavesNone() {
        ApiClient.anonymous().get(SAMPLES);
        ApiClient.as(TestUser.ADMIN).get(SAMPLES + "?ReturnLimit=0");
        ApiClient.as(TestUser.ADMIN).get("/KeyfactorAPI/Nothing");
        ApiClient.as(TestUser.ADMIN).without("x-keyfactor-requested-with").post(SAMPLES, "{}");
        assertThat(entries()).isEmpty();
    }

    private List<String> entries() {
        return database.read(tx -> tx.select(
                        "SELECT category || ' ' || actor || ' ' || audit_identifier || ' ' || message FROM audit_entry"
                                + " WHERE id > ? ORDER BY id",
                        before)
                .mapTo(String.class)
                .list());
    }
}
