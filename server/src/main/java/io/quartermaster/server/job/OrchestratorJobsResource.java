package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.PagingParameters;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Jobs on the schedule and their history, for people. */
@Path("/KeyfactorAPI/OrchestratorJobs")
@Tag(name = "OrchestratorJobs")
@RunOnVirtualThread
public class OrchestratorJobsResource {
    private final CurrentCaller caller;
    private final JobAnswers answers;
    private final ListScheduledJobs listScheduledJobs;
    private final ListJobHistory listJobHistory;
    private final GetJobData getJobData;
    private final ScheduleCustomJob scheduleCustomJob;
    private final ScheduleCustomJobs scheduleCustomJobs;
    private final UnscheduleJobs unscheduleJobs;
    private final RescheduleJobs rescheduleJobs;
    private final AcknowledgeJobs acknowledgeJobs;

    public OrchestratorJobsResource(
            CurrentCaller caller,
            JobAnswers answers,
            ListScheduledJobs listScheduledJobs,
            ListJobHistory listJobHistory,
            GetJobData getJobData,
            ScheduleCustomJob scheduleCustomJob,
            ScheduleCustomJobs scheduleCustomJobs,
            UnscheduleJobs unscheduleJobs,
            RescheduleJobs rescheduleJobs,
            AcknowledgeJobs acknowledgeJobs) {
        this.caller = caller;
        this.answers = answers;
        this.listScheduledJobs = listScheduledJobs;
        this.listJobHistory = listJobHistory;
        this.getJobData = getJobData;
        this.scheduleCustomJob = scheduleCustomJob;
        this.scheduleCustomJobs = scheduleCustomJobs;
        this.unscheduleJobs = unscheduleJobs;
        this.rescheduleJobs = rescheduleJobs;
        this.acknowledgeJobs = acknowledgeJobs;
    }

    @GET
    @Path("/ScheduledJobs")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "List scheduled jobs",
            description =
                    "Everything with a future or due run, also what waits for a retry; of the jobs in process only"
                            + " the recurring ones. Sorted by Requested, latest first, unless SortField is given: Id,"
                            + " ClientMachine, Target, Schedule, Requested or JobType.")
    @APIResponse(responseCode = "200", description = "One page; the header X-Total-Count has the number of all rows")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField")
    public Page<ScheduledJobResponse> scheduledJobs(@BeanParam PagingParameters paging) {
        return listScheduledJobs.run(caller.get(), paging.toPaging()).map(answers::scheduled);
    }

    @GET
    @Path("/JobHistory")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "List the job history",
            description =
                    "One row for each attempt, also of those in process. Sorted by JobHistoryId unless SortField is"
                            + " given.")
    @APIResponse(responseCode = "200", description = "One page; the header X-Total-Count has the number of all rows")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField")
    public Page<JobHistoryResponse> jobHistory(@BeanParam PagingParameters paging) {
        return listJobHistory.run(caller.get(), paging.toPaging()).map(answers::history);
    }

    @GET
    @Path("/JobStatus/Data")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "Get what an attempt of a custom job or of a log fetch brought back")
    @APIResponse(responseCode = "200", description = "The text, at most 2 MiB")
    @APIResponse(responseCode = "400", description = "0xA0110001 jobHistoryId is missing or no number")
    @APIResponse(responseCode = "404", description = "There is no such history entry")
    public JobDataResponse jobData(@QueryParam("jobHistoryId") @Nullable Long jobHistoryId) {
        long historyId = required(jobHistoryId);
        return new JobDataResponse(
                historyId, getJobData.run(caller.get(), historyId).orElse(null));
    }

    private static long required(@Nullable Long jobHistoryId) {
        if (jobHistoryId == null) {
            throw new CommandException(ErrorKind.MALFORMED, "The query parameter jobHistoryId is required.");
        }
        return jobHistoryId;
    }

    @POST
    @Path("/Custom")
    @Needs(AGENTS_MANAGEMENT_MODIFY)
    @Operation(summary = "Schedule a custom job, or a log fetch, on one orchestrator")
    @APIResponse(responseCode = "200", description = "The job, with the defaults of fields that were left out")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110022 unknown orchestrator or job type; 0xA0110024 no valid schedule; 0xA0110025 the"
                    + " orchestrator is not approved or lacks the capability; 0xA0110027 a field is missing, unknown or of"
                    + " the wrong type")
    public CustomJobResponse scheduleCustomJob(ScheduleCustomJobRequest request) {
        return answers.customJob(scheduleCustomJob.run(caller.get(), request.toAgentId(), request.toOrder()));
    }

    @POST
    @Path("/Custom/Bulk")
    @Needs(AGENTS_MANAGEMENT_MODIFY)
    @Operation(
            summary = "Schedule the same custom job on several orchestrators",
            description = "Orchestrators that are unknown, not approved or without the capability are named in"
                    + " FailedOrchestratorIds; the others get the job.")
    @APIResponse(responseCode = "200", description = "Which orchestrator got which job, and which got none")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110022 unknown job type; 0xA0110024 no valid schedule; 0xA0110027 a field is missing,"
                    + " unknown or of the wrong type. Then nothing is scheduled")
    public CustomJobsResponse scheduleCustomJobs(ScheduleCustomJobsRequest request) {
        return answers.customJobs(scheduleCustomJobs.run(caller.get(), request.toAgentIds(), request.toOrder()));
    }

    @POST
    @Path("/Unschedule")
    @Needs(
            value = AGENTS_MANAGEMENT_MODIFY,
            also = "for jobs of certificate stores `/certificate_stores/schedule/` *c*")
    @Operation(
            summary = "Take jobs off the schedule",
            description = "All or none. Management, reenrollment, discovery, log fetches and custom jobs can be"
                    + " unscheduled; the error of every other names the endpoint that changes it. A job that an orchestrator"
                    + " has begun is not interrupted.")
    @APIResponse(responseCode = "204", description = "They do not start any more")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110020 neither or both of JobIds and Query; 0xA0110021 the query cannot be read;"
                    + " 0xA0110022 unknown ids; 0xA0110023 jobs that cannot be unscheduled, each with the reason")
    public void unschedule(UnscheduleJobsRequest request) {
        unscheduleJobs.run(caller.get(), request.toSelection());
    }

    @POST
    @Path("/Reschedule")
    @Needs(
            value = AGENTS_MANAGEMENT_MODIFY,
            also = "for jobs of certificate stores `/certificate_stores/schedule/` *c*")
    @Operation(
            summary = "Run failed jobs once more",
            description = "Management, reenrollment and discovery that failed, and custom jobs with a weekly or monthly"
                    + " schedule. The row of the history becomes acknowledged.")
    @APIResponse(responseCode = "204", description = "They run again, at once")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110020 neither or both of JobAuditIds and Query; 0xA0110021 the query cannot be read;"
                    + " 0xA0110022 unknown ids; 0xA0110023 jobs that cannot be rescheduled, each with the reason; 0xA0110026"
                    + " an equal job is scheduled already")
    public void reschedule(JobAuditIdsRequest request) {
        rescheduleJobs.run(caller.get(), request.toSelection());
    }

    @POST
    @Path("/Acknowledge")
    @Needs(AGENTS_MANAGEMENT_MODIFY)
    @Operation(
            summary = "Mark failures and warnings as seen",
            description = "They leave the count of what needs attention. A retry that waits goes on.")
    @APIResponse(responseCode = "204", description = "They are acknowledged")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110020 neither or both of JobAuditIds and Query; 0xA0110021 the query cannot be read;"
                    + " 0xA0110022 unknown ids; 0xA0110023 jobs that are neither failure nor warning, or in process")
    public void acknowledge(JobAuditIdsRequest request) {
        acknowledgeJobs.run(caller.get(), request.toSelection());
    }
}
