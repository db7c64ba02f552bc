package io.quartermaster.server.query;

import java.util.Map;

/** Field sets that look like those of the product. */
final class Fields {
    static final FieldSet EVERY_TYPE = everyType(FieldSet.of("samples", "s.id"), "s");

    /** The same fields as columns of a table that the rows point at. */
    static final FieldSet EVERY_TYPE_OF_OWNER =
            everyType(FieldSet.of("samples", "s.id").of(new FieldOwner("s.id", "sample o", "o.id")), "o");

    static final FieldSet SCHEDULED_JOBS = FieldSet.of("scheduled jobs", "job.id")
            .guid("job.id", "Id", "JobId")
            .guid("job.agent_id", "AgentId")
            .text("agent.client_machine", "Agent", "AgentMachine", "ClientMachine")
            .jobType(
                    "job.job_type",
                    "CASE job.kind WHEN 'INVENTORY' THEN 'Inventory' WHEN 'MANAGEMENT' THEN 'Management' END",
                    "JobType")
            .date("job.requested_at", "Requested")
            .text("job.schedule", "ScheduleType")
            .text("job.target", "TargetPath", "Target")
            .sortedBy("job.schedule", "Schedule")
            .build();

    static final FieldSet JOB_HISTORY = FieldSet.of("job history", "history.id")
            .integer("history.id", "JobHistoryId")
            .guid("history.agent_id", "AgentId")
            .text("history.agent_machine", "Agent", "AgentMachine")
            .guid("history.job_id", "JobId")
            .enumeration("history.result", Map.of(0, "Unknown", 2, "Success", 3, "Warning", 4, "Failure"), "Result")
            .enumeration(
                    "history.status",
                    Map.of(
                            0,
                            "Unknown",
                            1,
                            "Waiting",
                            2,
                            "InProcess",
                            3,
                            "Completed",
                            4,
                            "Acknowledged",
                            5,
                            "CompletedWillRetry"),
                    "Status")
            .jobType("history.job_type", "history.kind", "JobType")
            .text("history.message", "Message")
            .date("history.operation_start", "OperationStart")
            .text("history.schedule", "ScheduleType")
            .build();

    static final FieldSet AGENTS = FieldSet.of("agents", "agent.id")
            .guid("agent.id", "AgentId")
            .text("agent.client_machine", "ClientMachine")
            .user("agent.username", "Identity", "Username")
            .date("presence.last_seen", "LastSeen")
            .enumeration("agent.status", Map.of(1, "New", 2, "Approved", 3, "Disapproved"), "Status")
            .textSet("agent.capabilities", "Capabilities")
            .build();

    static final FieldSet STORES = FieldSet.of("certificate stores", "store.id")
            .guid("store.id", "Id")
            .guid("store.agent_id", "AgentId")
            .bool("store.approved", "Approved")
            .numberedName("store.store_type_id", "type.short_name", "Category", "CertStoreType")
            .text("store.client_machine", "ClientMachine")
            .text("container.name", "Container", "ContainerName")
            .integer("store.container_id", "ContainerId")
            .text("store.store_path", "StorePath")
            .build();

    private Fields() {}

    private static FieldSet everyType(FieldSet.Builder fields, String table) {
        return fields.text(table + ".text", "Text", "Alias")
                .user(table + ".account", "User")
                .date(table + ".moment", "Date")
                .integer(table + ".number", "Number")
                .bool(table + ".flag", "Flag")
                .guid(table + ".guid", "Guid")
                .enumeration(table + ".status", Map.of(0, "Unknown", 2, "In Process", 3, "Completed", 5, ""), "Status")
                .textSet(table + ".texts", "Set")
                .jobType(table + ".job_type", table + ".kind", "JobType")
                .numberedName(table + ".code", table + ".code_name", "Code")
                .build();
    }
}
