package io.quartermaster.server.notice;

import io.quartermaster.server.agent.Heartbeats;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.live.QueueAgentNews;
import io.quartermaster.server.setting.NoticeSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds agents that have been silent for too long, and those that are back; each is told once. Several servers may do it
 * at the same time.
 */
@Singleton
public class FindLateAgents {
    /** A heartbeat may be missed; two are not. */
    static final int HEARTBEATS_MISSED = 2;

    static final Duration KEPT = Duration.ofDays(90);

    private static final int BATCH_MAX = 1_000;

    private final Database database;
    private final LateAgentRepository agents;
    private final NoticeRepository notices;
    private final QueueAgentNews queueAgentNews;
    private final Supplier<NoticeSettings> settings;
    private final Supplier<Duration> heartbeat;
    private final Ids ids;
    private final InstantSource clock;
    private final Instant started;

    @Inject
    public FindLateAgents(
            Database database,
            LateAgentRepository agents,
            NoticeRepository notices,
            QueueAgentNews queueAgentNews,
            Supplier<NoticeSettings> settings,
            Heartbeats heartbeats,
            Ids ids,
            InstantSource clock) {
        this(database, agents, notices, queueAgentNews, settings, heartbeats::averageInterval, ids, clock);
    }

    /** @param heartbeat how often agents call at present */
    FindLateAgents(
            Database database,
            LateAgentRepository agents,
            NoticeRepository notices,
            QueueAgentNews queueAgentNews,
            Supplier<NoticeSettings> settings,
            Supplier<Duration> heartbeat,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.agents = agents;
        this.notices = notices;
        this.queueAgentNews = queueAgentNews;
        this.settings = settings;
        this.heartbeat = heartbeat;
        this.ids = ids;
        this.clock = clock;
        this.started = clock.instant();
    }

    public void run() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Duration heard = heartbeat.get().multipliedBy(HEARTBEATS_MISSED);
        // While no server ran, no agent could call. So this one first gives all of them the time to.
        if (!now.isBefore(started.plus(heard))) {
            NoticeSettings current = settings.get();
            Duration silence = heard.compareTo(current.lateAfter()) > 0 ? heard : current.lateAfter();
            database.runInTransaction(tx -> {
                List<AgentNews> news = agents.note(tx, now.minus(silence), now);
                if (!news.isEmpty()) {
                    queueAgentNews.run(tx, now);
                }
                if (!news.isEmpty() && current.enabled() && !current.addresses().isEmpty()) {
                    notices.add(
                            tx,
                            ids.next(),
                            String.join(", ", current.addresses()),
                            NoticeText.subject(news),
                            NoticeText.text(news, silence),
                            now);
                }
            });
        }
        database.untilNothingIsLeft(tx -> agents.purgeEvents(tx, now.minus(KEPT), BATCH_MAX));
        database.untilNothingIsLeft(tx -> notices.purge(tx, now.minus(KEPT), BATCH_MAX));
    }
}
