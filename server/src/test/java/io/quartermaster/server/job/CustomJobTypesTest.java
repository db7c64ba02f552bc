package io.quartermaster.server.job;

import static io.quartermaster.server.job.CustomFixture.OPERATOR;
import static io.quartermaster.server.job.CustomFixture.READER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules about custom job types, on real PostgreSQL. */
final class CustomJobTypesTest {
    private static final UUID NOBODY = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private final CustomFixture fixture = new CustomFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static void assertRefused(ErrorKind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static CustomJobTypeField field(
            String name, FieldValueType type, @Nullable String defaultValue, boolean required) {
        return new CustomJobTypeField(name, type, defaultValue, required);
    }

    private static CustomJobType with(CustomJobType type, String name, CustomJobTypeField... fields) {
        return new CustomJobType(type.id(), new CustomJobTypeDefinition(name, type.description(), List.of(fields)));
    }

    private static Paging paging(String query, @Nullable String sortField, boolean descending) {
        return new Paging(query, 0, 50, sortField, descending);
    }

    @Test
    void whatIsCreatedIsReadBackWithItsFieldsInOrder() {
        CustomJobType created = fixture.type(
                "Patch",
                field("zeta", FieldValueType.BOOL, "True", false),
                field("alpha", FieldValueType.DATE_TIME, "2025-01-01", true),
                field("Agent's pass word", FieldValueType.SECRET, null, true));
        assertThat(fixture.getType.run(READER, created.id())).isEqualTo(created);
        assertThat(fixture.audited(3008, 1)).singleElement().asString().startsWith("Patch | " + created.id());
    }

    @Test
    void aNameIsTakenWhateverItsCase() {
        fixture.type("Patch");
        assertRefused(ErrorKind.NAME_IN_USE, () -> fixture.type("pATCH"));
        CustomJobType other = fixture.type("Other");
        assertRefused(ErrorKind.NAME_IN_USE, () -> fixture.updateType.run(OPERATOR, with(other, "PATCH")));
        assertThat(fixture.updateType.run(OPERATOR, with(other, "OTHER")).name())
                .isEqualTo("OTHER");
    }

    @Test
    void ofTwoCreationsOfOneNameAtTheSameMomentOneIsRefused() throws Exception {
        int tries = 8;
        List<Future<Boolean>> created = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(tries)) {
            CountDownLatch start = new CountDownLatch(1);
            for (int i = 0; i < tries; i++) {
                created.add(threads.submit(() -> {
                    start.await();
                    try {
                        fixture.type("Patch");
                        return true;
                    } catch (CommandException e) {
                        assertThat(e.kind()).isEqualTo(ErrorKind.NAME_IN_USE);
                        return false;
                    }
                }));
            }
            start.countDown();
            int won = 0;
            for (Future<Boolean> one : created) {
                won += one.get(60, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
        assertThat(fixture.base.one("SELECT count(*) FROM custom_job_type")).isEqualTo(1);
    }

    @Test
    void namesOfWhatIsBuiltInAndNamesWithOtherCharactersAreRefused() {
        for (String taken :
                new String[] {"FetchLogs", "inventory", "SSHSync", "logs", "Custom.X", "certstores.PEM.Inventory"}) {
            assertRefused(ErrorKind.NAME_IN_USE, () -> fixture.type(taken));
        }
        for (String wrong : new String[] {"", "two words", "ümlaut", "a/b", "x".repeat(101)}) {
            assertRefused(ErrorKind.MALFORMED, () -> fixture.type(wrong));
        }
        assertThat(fixture.type("x".repeat(100)).name()).hasSize(100);
    }

    @Test
    void fieldNamesAreUniqueWhateverTheirCaseAndMayHaveSpacesAndApostrophes() {
        assertRefused(
                ErrorKind.NAME_IN_USE,
                () -> fixture.type(
                        "Patch",
                        field("Host", FieldValueType.STRING, null, false),
                        field("HOST", FieldValueType.INT, null, false)));
        assertRefused(
                ErrorKind.NAME_IN_USE,
                () -> fixture.type(
                        "Patch",
                        field("ΑΣ", FieldValueType.STRING, null, false),
                        field("ασ", FieldValueType.STRING, null, false)));
        for (String wrong : new String[] {"", "  ", "a\nb", "x".repeat(101), "\uD83D"}) {
            assertRefused(ErrorKind.MALFORMED, () -> field(wrong, FieldValueType.STRING, null, false));
        }
    }

    @Test
    void aDefaultMustBeAValueOfItsTypeAndASecretHasNone() {
        assertRefused(ErrorKind.JOB_FIELD, () -> field("Wait", FieldValueType.INT, "soon", false));
        assertRefused(ErrorKind.JOB_FIELD, () -> field("At", FieldValueType.DATE_TIME, "tomorrow", false));
        assertRefused(ErrorKind.JOB_FIELD, () -> field("Force", FieldValueType.BOOL, "2", false));
        assertRefused(ErrorKind.JOB_FIELD, () -> field("Token", FieldValueType.SECRET, "hunter2", false));
    }

    @Test
    void theListIsSortedByNameAndCanBeSearchedAndSorted() {
        fixture.type("beta");
        fixture.type("Alpha");
        fixture.restartService();
        Page<CustomJobType> all = fixture.listTypes.run(READER, paging("", null, false));
        assertThat(all).extracting(CustomJobType::name).containsExactly("Alpha", "beta", "RestartService");
        assertThat(all.getLast().fields())
                .extracting(CustomJobTypeField::name)
                .containsExactly("ServiceName", "WaitSeconds", "Token");
        assertThat(fixture.listTypes.run(READER, paging("", "jobtypename", true)))
                .extracting(CustomJobType::name)
                .containsExactly("RestartService", "beta", "Alpha");
        assertThat(fixture.listTypes.run(READER, paging("Description -contains \"service\"", null, false)))
                .extracting(CustomJobType::name)
                .containsExactly("RestartService");
        Page<CustomJobType> second = fixture.listTypes.run(READER, new Paging("", 1, 1, null, false));
        assertThat(second).extracting(CustomJobType::name).containsExactly("beta");
        assertThat(second.total()).isEqualTo(3);
        assertRefused(ErrorKind.SORT_FIELD, () -> fixture.listTypes.run(READER, paging("", "Colour", false)));
        assertRefused(ErrorKind.QUERY, () -> fixture.listTypes.run(READER, paging("Colour -eq 1", null, false)));
    }

    @Test
    void anUnknownTypeIsNotFound() {
        assertRefused(ErrorKind.NOT_FOUND, () -> fixture.getType.run(READER, NOBODY));
        assertRefused(ErrorKind.NOT_FOUND, () -> fixture.deleteType.run(OPERATOR, NOBODY));
        CustomJobType unknown = new CustomJobType(NOBODY, new CustomJobTypeDefinition("Patch", null, List.of()));
        assertRefused(ErrorKind.UNKNOWN_ID, () -> fixture.updateType.run(OPERATOR, unknown));
    }

    @Test
    void changingNeedsModify() {
        CustomJobType type = fixture.type("Patch");
        assertRefused(ErrorKind.NO_PERMISSION, () -> fixture.createType.run(READER, type.definition()));
        assertRefused(ErrorKind.NO_PERMISSION, () -> fixture.updateType.run(READER, type));
        assertRefused(ErrorKind.NO_PERMISSION, () -> fixture.deleteType.run(READER, type.id()));
        assertRefused(
                ErrorKind.NO_PERMISSION, () -> fixture.getType.run(JobFixture.caller("/security/read/"), type.id()));
    }

    @Test
    void anUpdateReplacesEverythingAndIsAudited() {
        CustomJobType type = fixture.restartService();
        CustomJobType changed = new CustomJobType(
                type.id(),
                new CustomJobTypeDefinition(
                        "RestartDaemon", null, List.of(field("Daemon", FieldValueType.STRING, null, true))));
        fixture.updateType.run(OPERATOR, changed);
        assertThat(fixture.getType.run(READER, type.id())).isEqualTo(changed);
        assertThat(fixture.audited(3008, 2))
                .singleElement()
                .asString()
                .contains("RestartDaemon", "<Before>", "ServiceName String required default nginx");
    }

    @Test
    void whileAJobIsScheduledTheTypeCanNeitherBeRenamedNorDeleted() {
        CustomJobType type = fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", "Custom.RestartService");
        UUID job = fixture.schedule(agent, "RestartService", "D_23:30", Map.of());
        CustomJobTypeField[] fields = type.fields().toArray(CustomJobTypeField[]::new);
        assertRefused(ErrorKind.NAME_IN_USE, () -> fixture.deleteType.run(OPERATOR, type.id()));
        assertRefused(
                ErrorKind.NAME_IN_USE, () -> fixture.updateType.run(OPERATOR, with(type, "RestartDaemon", fields)));
        fixture.base.unscheduleJobs.run(OPERATOR, new JobSelection.ById(List.of(job)));
        fixture.updateType.run(OPERATOR, with(type, "RestartDaemon", fields));
        fixture.deleteType.run(OPERATOR, type.id());
        assertRefused(ErrorKind.NOT_FOUND, () -> fixture.getType.run(READER, type.id()));
        assertThat(fixture.audited(3008, 3)).hasSize(1);
    }

    @Test
    void theHistoryOfADeletedTypeStays() {
        CustomJobType type = fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", "Custom.RestartService");
        UUID job = fixture.schedule(agent, "RestartService", null, Map.of());
        var session = fixture.base.session(agent);
        fixture.complete(session, job, fixture.configure(session, job).auditId(), 2, null);
        fixture.deleteType.run(OPERATOR, type.id());
        assertThat(fixture.base.attemptsOf(job)).isEqualTo("2/3");
    }

    @Test
    void aScheduledJobKeepsItsValuesLosesRemovedFieldsAndGetsNewDefaults() {
        CustomJobType type = fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", "Custom.RestartService");
        UUID job = fixture.schedule(
                agent, "RestartService", "D_23:30", Map.of("ServiceName", "apache", "Token", "hunter2"));
        assertThat(fixture.secretCount()).isEqualTo(1);
        fixture.updateType.run(
                OPERATOR,
                with(
                        type,
                        "RestartService",
                        field("SERVICENAME", FieldValueType.STRING, "nginx", true),
                        field("Force", FieldValueType.BOOL, "TRUE", true),
                        field("Note", FieldValueType.STRING, null, false)));
        assertThat(fixture.fieldsOf(job)).isEqualTo("{\"Force\": \"true\", \"SERVICENAME\": \"apache\"}");
        assertThat(fixture.purgeSecrets.run()).as("secrets without a field").isEqualTo(1);
        assertThat(fixture.secretCount()).isZero();
        assertThat(fixture.base.one("SELECT count(*) FROM job_secret")).isZero();
    }

    @Test
    void aFieldThatScheduledJobsHaveNoValueForCannotBecomeRequired() {
        CustomJobType type = fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", "Custom.RestartService");
        fixture.schedule(agent, "RestartService", "D_23:30", Map.of("Token", "hunter2"));
        CustomJobTypeField[] withNew = {field("New", FieldValueType.STRING, null, true)};
        assertRefused(
                ErrorKind.NAME_IN_USE, () -> fixture.updateType.run(OPERATOR, with(type, "RestartService", withNew)));
        CustomJobType required = with(
                type,
                "RestartService",
                field("ServiceName", FieldValueType.STRING, null, true),
                field("TOKEN", FieldValueType.SECRET, null, true));
        fixture.updateType.run(OPERATOR, required);
        assertThat(fixture.purgeSecrets.run())
                .as("the job still has its secret")
                .isZero();
        fixture.schedule(agent, "RestartService", "D_23:30", Map.of("ServiceName", "a", "TOKEN", "x"));
        assertThat(fixture.getType.run(READER, type.id())).isEqualTo(required);
    }

    @Test
    void theTypeOfAFieldStaysWhileJobsAreScheduled() {
        CustomJobType type = fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", "Custom.RestartService");
        fixture.schedule(agent, "RestartService", "D_23:30", Map.of());
        assertRefused(
                ErrorKind.NAME_IN_USE,
                () -> fixture.updateType.run(
                        OPERATOR, with(type, "RestartService", field("serviceName", FieldValueType.INT, "1", true))));
    }

    /**
     * Goal: a job is never scheduled of a type that is gone. Method: many threads schedule while one deletes; whatever
     * the order, either the type and the jobs are there, or neither.
     */
    @Test
    void schedulingAndDeletingAtTheSameMomentNeverLeavesAJobWithoutItsType() throws Exception {
        UUID agent = fixture.agent("edge-01.example.net", "Custom.Patch");
        for (int round = 0; round < 10; round++) {
            CustomJobType type = fixture.type("Patch");
            List<Future<?>> all = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                CountDownLatch start = new CountDownLatch(1);
                for (int i = 0; i < 3; i++) {
                    all.add(threads.submit(
                            () -> inOrRefused(start, () -> fixture.schedule(agent, "Patch", null, Map.of()))));
                }
                all.add(threads.submit(() -> inOrRefused(start, () -> fixture.deleteType.run(OPERATOR, type.id()))));
                start.countDown();
                for (Future<?> one : all) {
                    one.get(60, TimeUnit.SECONDS);
                }
            }
            assertThat(fixture.base.one("""
                    SELECT count(*) FROM scheduled_job j
                     WHERE NOT EXISTS (SELECT FROM custom_job_type t WHERE t.id = j.job_type_id)
                    """)).isZero();
            fixture.base.database.runInTransaction(tx -> {
                tx.execute("DELETE FROM scheduled_job");
                tx.execute("DELETE FROM custom_job_type");
            });
        }
    }

    private static void inOrRefused(CountDownLatch start, Runnable command) {
        try {
            start.await();
            command.run();
        } catch (CommandException refused) {
            assertThat(refused.kind()).isIn(ErrorKind.NAME_IN_USE, ErrorKind.UNKNOWN_ID, ErrorKind.NOT_FOUND);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
