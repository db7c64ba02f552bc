package io.quartermaster.server.job;

import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleWire;
import io.quartermaster.server.schedule.WeekDayForm;
import io.quartermaster.server.setting.JobSettings;
import io.quartermaster.server.setting.JobSettings.EnumForm;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Gives jobs the form in which answers show them. Safe for many threads. */
@Singleton
public class JobAnswers {
    private final Supplier<JobSettings> settings;

    public JobAnswers(Supplier<JobSettings> settings) {
        this.settings = settings;
    }

    ScheduledJobResponse scheduled(ScheduledJobRow row) {
        return new ScheduledJobResponse(
                row.jobId(),
                row.agentMachine(),
                row.target(),
                schedule(row.schedule(), row.nextRun()),
                row.requestedAt().toString(),
                row.jobType());
    }

    JobHistoryResponse history(JobHistoryRow row) {
        return new JobHistoryResponse(
                row.historyId(),
                row.agentMachine(),
                row.jobId(),
                schedule(row.schedule(), row.operationStart()),
                row.jobType(),
                row.operationStart(),
                row.operationEnd(),
                row.message(),
                numberOrName(row.result(), JobFields.RESULTS),
                numberOrName(row.status(), JobFields.STATUSES),
                row.storePath(),
                row.clientMachine());
    }

    ListedJobResponse listed(JobLine job) {
        StorePlace store = job.store();
        return new ListedJobResponse(
                job.jobId(),
                job.agentId(),
                job.agentMachine(),
                job.kind().genericName(),
                job.jobType(),
                store == null ? null : store.storeId(),
                store == null ? null : store.clientMachine(),
                store == null ? null : store.storePath(),
                job.target(),
                schedule(job.schedule(), job.nextRun()),
                job.nextRun(),
                job.requestedAt(),
                job.requestedBy(),
                job.inProcess(),
                job.retryCount(),
                job.priority());
    }

    ListedAttemptResponse listed(ListedAttempt attempt) {
        JobHistoryRow row = attempt.row();
        return new ListedAttemptResponse(
                row.historyId(),
                row.jobId(),
                attempt.agentId(),
                row.agentMachine(),
                attempt.kind().genericName(),
                row.jobType(),
                attempt.storeId(),
                row.clientMachine(),
                row.storePath(),
                attempt.target(),
                schedule(row.schedule(), row.operationStart()),
                row.operationStart(),
                row.operationEnd(),
                numberOrName(row.result(), JobFields.RESULTS),
                numberOrName(row.status(), JobFields.STATUSES),
                row.message(),
                attempt.lost(),
                attempt.lost() || row.operationEnd() == null ? null : numberOrName(row.result(), JobFields.RESULTS),
                attempt.verified().map(Verified::title).orElse(null),
                attempt.verification(),
                attempt.retryCount(),
                attempt.requestedAt(),
                attempt.requestedBy());
    }

    JobInFullResponse inFull(JobInFull full) {
        ListedAttempt last = full.lastAttempt();
        return new JobInFullResponse(
                listed(full.job()),
                full.jobTypeId(),
                full.job().kind() == JobKind.CUSTOM
                        ? CustomJobFields.shown(full.fields()).entrySet().stream()
                                .map(field -> new JobFieldResponse(field.getKey(), field.getValue()))
                                .toList()
                        : List.of(),
                full.overlap().title(),
                full.jitterSeconds(),
                full.rolloutId(),
                last == null ? null : listed(last));
    }

    CustomJobResponse customJob(ScheduledCustomJobs scheduled) {
        ScheduledCustomJobs.JobOfAgent job = scheduled.jobs().getFirst();
        return new CustomJobResponse(
                job.jobId(),
                job.agentId(),
                scheduled.jobTypeName(),
                firstSchedule(scheduled),
                fields(scheduled),
                scheduled.requestedAt());
    }

    CustomJobsResponse customJobs(ScheduledCustomJobs scheduled) {
        return new CustomJobsResponse(
                scheduled.jobs().stream()
                        .map(job -> new CustomJobsResponse.JobPairResponse(job.jobId(), job.agentId()))
                        .toList(),
                scheduled.failedAgentIds(),
                scheduled.jobTypeName(),
                firstSchedule(scheduled),
                fields(scheduled),
                scheduled.requestedAt());
    }

    private ScheduleJson firstSchedule(ScheduledCustomJobs scheduled) {
        return schedule(scheduled.schedule(), scheduled.schedule().firstRun(scheduled.requestedAt()));
    }

    private static List<JobFieldResponse> fields(ScheduledCustomJobs scheduled) {
        return scheduled.values().stream()
                .map(value -> new JobFieldResponse(value.field().name(), value.shown()))
                .toList();
    }

    private ScheduleJson schedule(Schedule schedule, Instant run) {
        return ScheduleWire.write(
                schedule, run, settings.get().weekDays() == EnumForm.NAME ? WeekDayForm.NAME : WeekDayForm.NUMBER);
    }

    private Object numberOrName(int number, Map<Integer, String> names) {
        return settings.get().historyEnums() == EnumForm.NAME ? names.getOrDefault(number, "") : number;
    }
}
