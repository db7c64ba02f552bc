package io.quartermaster.server.live;

import io.quartermaster.server.job.JobFields;
import io.quartermaster.server.query.FieldSet;

/** What people can choose events by. */
final class EventFields {
    static final FieldSet EVENTS = FieldSet.of("events", "e.id")
            .text("e.event", "Event")
            .date("e.at", "Time")
            .guid("e.job_id", "JobId")
            .jobType("e.job_type", JobFields.generic("e"), "JobType")
            .text(JobFields.generic("e"), "Kind")
            .guid("e.store_id", "StoreId")
            .guid("e.agent_id", "AgentId")
            .text("e.agent_machine", "Agent", "AgentMachine")
            .user("e.who", "Actor")
            .integer("e.history_id", "JobHistoryId")
            .enumeration("e.result", JobFields.RESULTS, "Result")
            .text("e.detail", "Detail")
            .build();

    private EventFields() {}
}
