package io.quartermaster.server.job;

import io.quartermaster.server.agent.Platforms;
import io.quartermaster.server.query.FieldOwner;
import io.quartermaster.server.query.FieldSet;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What people can search and sort jobs and history by. A statement that changes jobs needs no join for the fields of their agents. */
public final class JobFields {
    /** Names of {@code Result}; the reference product has no name for 1, which never occurs here. */
    public static final Map<Integer, String> RESULTS =
            Map.of(0, "Unknown", 1, "", 2, "Success", 3, "Warning", 4, "Failure");

    static final Map<Integer, String> STATUSES = Map.of(
            0, "Unknown", 1, "Waiting", 2, "InProcess", 3, "Completed", 4, "Acknowledged", 5, "CompletedWillRetry");

    static final FieldSet SCHEDULED = FieldSet.of("scheduled jobs", "j.id")
            .guid("j.id", "Id", "JobId")
            .guid("j.agent_id", "AgentId")
            .of(new FieldOwner("j.agent_id", "agent g", "g.id"))
            .text("g.client_machine", "Agent", "AgentMachine", "ClientMachine")
            .enumeration("g.platform", Platforms.NAMES, "AgentPlatform", "Platform", "AgentType")
            .ofRow()
            .jobType("j.job_type", generic("j"), "JobType")
            .date("j.requested_at", "Requested")
            .text("j.schedule", "ScheduleType", "Schedule")
            .text("j.target", "Target", "TargetPath")
            .build();

    static final FieldSet HISTORY = FieldSet.of("job history", "h.id")
            .integer("h.id", "JobHistoryId")
            .guid("h.agent_id", "AgentId")
            .text("h.agent_machine", "Agent", "AgentMachine")
            .guid("h.job_id", "JobId")
            .enumeration("h.result", RESULTS, "Result")
            .enumeration("h.status", STATUSES, "Status")
            .jobType("h.job_type", generic("h"), "JobType")
            .text("h.message", "Message")
            .date("h.operation_start", "OperationStart")
            .date("h.operation_end", "OperationEnd")
            .text("h.schedule", "ScheduleType", "Schedule")
            .text("coalesce(h.store_path, h.target)", "TargetPath")
            .text("h.store_path", "StorePath")
            .text("h.client_machine", "ClientMachine")
            .build();

    private JobFields() {}

    /** SQL of the generic name of a row's kind. */
    public static String generic(String row) {
        return Arrays.stream(JobKind.values())
                .map(kind -> " WHEN '" + kind.name() + "' THEN '" + kind.genericName() + "'")
                .collect(Collectors.joining("", "CASE " + row + ".kind", " END"));
    }
}
