package io.quartermaster.server.job;

import io.quartermaster.agent.protocol.CompleteReply;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.Presence;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.GroupCommit;
import io.quartermaster.server.db.Plans;
import io.quartermaster.server.job.PlainCallRepository.LockedAttempt;
import io.quartermaster.server.job.PlainCallRepository.Sent;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Records in one transaction how the attempts of many agents ended that report at the same time. This is the short way of
 * reports about which there is nothing to decide: the attempt is in process and was begun with the same session. Every
 * other one goes the whole way, {@link CompleteJob}, alone.
 */
@Singleton
public class CompleteJobs {
    private final Database database;
    private final PlainCallRepository plainCalls;
    private final EndAttempts endAttempts;
    private final Presence presence;
    private final InstantSource clock;
    private final GroupCommit<Report, CompleteReply> calls;

    public CompleteJobs(
            Database database,
            PlainCallRepository plainCalls,
            EndAttempts endAttempts,
            Presence presence,
            CompleteJob completeJob,
            InstantSource clock) {
        this.database = database;
        this.plainCalls = plainCalls;
        this.endAttempts = endAttempts;
        this.presence = presence;
        this.clock = clock;
        this.calls = new GroupCommit<>(this::together, report -> completeJob.run(report.account(), report.request()));
    }

    /**
     * A call of an agent.
     *
     * @param account the name of the agent account that signed in
     */
    public record Report(String account, CompleteRequest request) {}

    public CompleteReply run(Report report) {
        return calls.answer(report);
    }

    /**
     * Answers the plain ones of some calls.
     *
     * @return one for each call; empty for one that has to go the whole way
     */
    public List<Optional<CompleteReply>> together(List<Report> reports) {
        return database.inTransaction(tx -> {
            Plans.ignoreValues(tx);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            List<Sent> sent = reports.stream()
                    .map(Report::request)
                    .map(request -> new Sent(request.sessionToken(), request.jobId(), request.auditId()))
                    .toList();
            List<LockedAttempt> locked = plainCalls.lockInProcess(tx, sent);
            Map<UUID, ScheduledJob> stay = new LinkedHashMap<>();
            List<EndedAttempt> ended = new ArrayList<>();
            List<Optional<CompleteReply>> answers =
                    new ArrayList<>(Collections.nCopies(reports.size(), Optional.empty()));
            for (LockedAttempt found : locked) {
                Report report = reports.get(found.call().position());
                ScheduledJob job = found.call().job();
                // A log is stored on the whole way, and a report that came twice is answered there like the first.
                if (found.call().username().equalsIgnoreCase(report.account())
                        && report.request().log() == null
                        && stay.putIfAbsent(job.jobId(), job) == null) {
                    ended.add(new EndedAttempt(found.attempt(), CompleteJob.conclusion(report.request())));
                    presence.seen(job.agentId(), now);
                    answers.set(found.call().position(), Optional.of(new CompleteReply(Result.success(), null)));
                }
            }
            if (!ended.isEmpty()) {
                endAttempts.reported(tx, ended, stay, now);
            }
            return answers;
        });
    }
}
