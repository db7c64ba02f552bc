package io.quartermaster.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.http.JsonConventions;
import io.quartermaster.server.job.SettableClock;
import io.quartermaster.server.live.AgentNewsRepository;
import io.quartermaster.server.live.DeliveryRepository;
import io.quartermaster.server.live.QueueAgentNews;
import io.quartermaster.server.live.WebhookRepository;
import io.quartermaster.server.setting.MailPassword;
import io.quartermaster.server.setting.MailSettings;
import io.quartermaster.server.setting.NoticeSettings;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents that stop calling, on a real database, with a clock that people move and a mail server of the test. */
final class LateAgentsTest {
    private static final Duration HEARTBEAT = Duration.ofMinutes(5);
    private static final Duration LATE_AFTER = Duration.ofMinutes(30);
    private static final String PASSWORD = "the password of the mail server";

    private final TestDatabase test = TestDatabase.fresh();
    private final Database database = test.database();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Ids ids = new Ids(clock, new Random(3));
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private NoticeSettings settings = new NoticeSettings(true, "ops@example.com, night@example.com", LATE_AFTER);
    private FindLateAgents find = find();

    @BeforeEach
    void begin() {
        mail.setUser("quartermaster@example.com", "quartermaster", PASSWORD);
        mail.start();
        clock.advance(HEARTBEAT.multipliedBy(2));
    }

    @AfterEach
    void end() {
        mail.stop();
        test.close();
    }

    private FindLateAgents find() {
        return new FindLateAgents(
                database,
                new LateAgentRepository(),
                new NoticeRepository(),
                new QueueAgentNews(
                        new WebhookRepository(),
                        new AgentNewsRepository(),
                        new DeliveryRepository(),
                        JsonConventions.mapper(),
                        ids),
                () -> settings,
                () -> HEARTBEAT,
                ids,
                clock);
    }

    private SendNotices send(String host, String password) {
        return new SendNotices(
                database,
                new NoticeRepository(),
                new MailServer(new MailSettings(
                        host,
                        mail.getSmtp().getPort(),
                        MailSettings.Encryption.NONE,
                        "quartermaster@example.com",
                        password.isEmpty() ? "" : "quartermaster",
                        new MailPassword(password))),
                clock);
    }

    private void sendAll() {
        send("127.0.0.1", PASSWORD).run();
    }

    private UUID agent(String machine) {
        UUID id = ids.next();
        database.runInTransaction(tx -> {
            tx.execute("""
                    INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                       capability_names, client_parameters, registered_at)
                    VALUES (?, ?, 'machines', 1, '1.0', 2, '{}', '{}', '{}', ?)
                    """, id, machine, clock.instant());
            tx.execute("INSERT INTO agent_presence (agent_id, last_seen) VALUES (?, ?)", id, clock.instant());
        });
        return id;
    }

    private void calls(UUID agentId) {
        database.runInTransaction(tx ->
                tx.execute("UPDATE agent_presence SET last_seen = ? WHERE agent_id = ?", clock.instant(), agentId));
    }

    private void status(UUID agentId, int status) {
        database.runInTransaction(tx -> tx.execute("UPDATE agent SET status = ? WHERE id = ?", status, agentId));
    }

    private List<String> events() {
        return database.read(tx -> tx.createQuery("SELECT event || ' ' || client_machine FROM agent_event ORDER BY id")
                .mapTo(String.class)
                .list());
    }

    private List<String> late() {
        return database.read(tx -> new LateAgentRepository().list(tx, null, 1_000)).stream()
                .map(LateAgent::clientMachine)
                .toList();
    }

    private List<Notice> notices() {
        return database.read(tx -> new NoticeRepository().list(tx, null, 10));
    }

    private Notice notice() {
        assertThat(notices()).hasSize(1);
        return notices().getFirst();
    }

    private static String text(MimeMessage message) throws Exception {
        return String.valueOf(message.getContent()).replace("\r\n", "\n");
    }

    @Test
    void anAgentIsToldOnceWhenItBecomesLateAndOnceWhenItIsBack() throws Exception {
        UUID quiet = agent("web-1");
        UUID busy = agent("web-2");
        clock.advance(LATE_AFTER);
        calls(busy);
        find.run();
        assertThat(events()).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        find.run();
        find.run();
        clock.advance(Duration.ofMinutes(10));
        find.run();
        assertThat(events()).containsExactly("AGENT_LATE web-1");
        assertThat(late()).containsExactly("web-1");

        calls(quiet);
        find.run();
        find.run();
        assertThat(events()).containsExactly("AGENT_LATE web-1", "AGENT_BACK web-1");
        assertThat(late()).isEmpty();

        sendAll();
        sendAll();
        MimeMessage[] sent = mail.getReceivedMessages();
        // Each is delivered to two people.
        List<String> subjects = new ArrayList<>();
        for (MimeMessage message : sent) {
            subjects.add(message.getSubject());
        }
        assertThat(subjects)
                .containsExactlyInAnyOrder(
                        "Quartermaster: 1 agent is late",
                        "Quartermaster: 1 agent is late",
                        "Quartermaster: 1 agent is back",
                        "Quartermaster: 1 agent is back");
        assertThat(text(sent[subjects.indexOf("Quartermaster: 1 agent is late")]))
                .startsWith("These agents have not called for 30 minutes or longer:\n\n"
                        + "  web-1, last seen 2026-03-01T12:10:00Z, id " + quiet + "\n");
    }

    @Test
    void oneMailNamesTwoHundredAgentsAndCountsTheOthers() throws Exception {
        for (int i = 0; i < 250; i++) {
            agent("web-%03d".formatted(i));
        }
        clock.advance(LATE_AFTER.plusSeconds(1));
        find.run();
        sendAll();

        MimeMessage sent = mail.getReceivedMessages()[0];
        assertThat(sent.getSubject()).isEqualTo("Quartermaster: 250 agents are late");
        assertThat(text(sent)).contains("web-199,").doesNotContain("web-200,").contains("\nAnd 50 more.\n");
        assertThat(late()).hasSize(250);
    }

    @Test
    void ofSeveralServersOneTellsAndOneSends() throws Exception {
        agent("web-1");
        clock.advance(LATE_AFTER.plusSeconds(1));
        Callable<@Nullable Void> server = () -> {
            find.run();
            sendAll();
            return null;
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(Collections.nCopies(6, server))) {
                done.get();
            }
        }

        assertThat(events()).containsExactly("AGENT_LATE web-1");
        assertThat(mail.getReceivedMessages()).hasSize(2);
    }

    @Test
    void anAgentThatIsNotApprovedIsNotLateAndOneThatLeavesIsNotBack() {
        UUID disapproved = agent("web-1");
        status(disapproved, 3);
        UUID leaves = agent("web-2");
        UUID deleted = agent("web-3");
        clock.advance(LATE_AFTER.plusSeconds(1));
        find.run();
        assertThat(late()).containsExactlyInAnyOrder("web-2", "web-3");

        status(leaves, 3);
        database.runInTransaction(tx -> tx.execute("DELETE FROM agent WHERE id = ?", deleted));
        find.run();

        assertThat(late()).isEmpty();
        assertThat(events()).containsExactlyInAnyOrder("AGENT_LATE web-2", "AGENT_LATE web-3");
    }

    @Test
    void anAgentThatIsAllowedToBeSilentForLongerNowIsNotBack() {
        agent("web-1");
        clock.advance(LATE_AFTER.plusSeconds(1));
        find.run();
        settings = new NoticeSettings(true, "ops@example.com", Duration.ofHours(3));

        find.run();

        assertThat(late()).isEmpty();
        assertThat(events()).containsExactly("AGENT_LATE web-1");
    }

    @Test
    void aServerThatHasJustStartedGivesAgentsTheTimeToCall() {
        UUID calls = agent("web-1");
        agent("web-2");
        clock.advance(Duration.ofHours(5));
        find = find();
        find.run();
        assertThat(events()).isEmpty();

        clock.advance(HEARTBEAT);
        calls(calls);
        clock.advance(HEARTBEAT);
        find.run();

        assertThat(events()).containsExactly("AGENT_LATE web-2");
    }

    @Test
    void whereAgentsCallLessOftenThanThatTheyAreNotLate() {
        settings = new NoticeSettings(true, "ops@example.com", Duration.ofMinutes(1));
        agent("web-1");
        clock.advance(HEARTBEAT.multipliedBy(2));

        find.run();

        assertThat(events()).isEmpty();
    }

    @Test
    void withoutMailThatAnAgentIsLateIsKnownAllTheSame() {
        settings = new NoticeSettings(false, "ops@example.com", LATE_AFTER);
        agent("web-1");
        clock.advance(LATE_AFTER.plusSeconds(1));

        find.run();

        assertThat(late()).containsExactly("web-1");
        assertThat(notices()).isEmpty();
    }

    @Test
    void aMailThatCannotBeSentIsTriedAgainLaterEachTimeAndThenSaysWhyItFailed() {
        agent("web-1");
        clock.advance(LATE_AFTER.plusSeconds(1));
        find.run();
        SendNotices nowhere = send("", "");
        nowhere.run();
        nowhere.run();
        assertThat(notice().state()).isEqualTo(NoticeState.WAITING);
        assertThat(notice().attempts()).isEqualTo(1);
        assertThat(notice().nextAttempt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(1)));

        for (int attempt = 2; attempt <= SendNotices.ATTEMPTS_MAX; attempt++) {
            clock.advance(Duration.ofMinutes(1L << (attempt - 2)));
            nowhere.run();
            assertThat(notice().attempts()).isEqualTo(attempt);
        }

        assertThat(notice().state()).isEqualTo(NoticeState.FAILED);
        assertThat(notice().lastError())
                .isEqualTo("No mail server is set: start the server with qm.mail.host (QM_MAIL_HOST).");
        clock.advance(Duration.ofDays(1));
        sendAll();
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void whatTheMailServerRefusesIsSaidWithoutThePassword() {
        agent("web-1");
        clock.advance(LATE_AFTER.plusSeconds(1));
        find.run();
        send("127.0.0.1", "a wrong password").run();

        assertThat(Objects.requireNonNull(notice().lastError()))
                .startsWith("The mail server 127.0.0.1 does not take the user quartermaster")
                .doesNotContain("a wrong password");
        assertThat(new MailPassword(PASSWORD).toString()).doesNotContain(PASSWORD);

        clock.advance(Duration.ofMinutes(1));
        sendAll();
        assertThat(notice().state()).isEqualTo(NoticeState.SENT);
        assertThat(notice().sentAt()).isEqualTo(clock.instant());
        assertThat(notice().lastError()).isNull();
    }

    @Test
    void whatAServerHadTakenWhenItWasKilledIsTakenByAnother() {
        agent("web-1");
        clock.advance(LATE_AFTER.plusSeconds(1));
        find.run();
        database.runInTransaction(tx ->
                new NoticeRepository().take(tx, clock.instant(), clock.instant().plus(SendNotices.TAKEN_FOR)));
        sendAll();
        assertThat(mail.getReceivedMessages()).isEmpty();

        clock.advance(SendNotices.TAKEN_FOR);
        sendAll();

        assertThat(notice().state()).isEqualTo(NoticeState.SENT);
    }

    @Test
    void aServerThatDoesNotGoOverToTlsGetsNoMail() {
        agent("web-1");
        clock.advance(LATE_AFTER.plusSeconds(1));
        find.run();
        new SendNotices(
                        database,
                        new NoticeRepository(),
                        new MailServer(new MailSettings(
                                "127.0.0.1",
                                mail.getSmtp().getPort(),
                                MailSettings.Encryption.STARTTLS,
                                "quartermaster@example.com",
                                "quartermaster",
                                new MailPassword(PASSWORD))),
                        clock)
                .run();

        assertThat(mail.getReceivedMessages()).isEmpty();
        assertThat(notice().lastError()).containsIgnoringCase("STARTTLS");
    }

    @Test
    void whatIsOldIsForgotten() {
        UUID agent = agent("web-1");
        clock.advance(LATE_AFTER.plusSeconds(1));
        find.run();
        sendAll();
        calls(agent);
        find.run();
        clock.advance(FindLateAgents.KEPT.plusSeconds(1));
        calls(agent);

        find.run();

        assertThat(events()).isEmpty();
        // The second mail still waits to be sent.
        assertThat(notice().subject()).isEqualTo("1 agent is back");
    }
}
