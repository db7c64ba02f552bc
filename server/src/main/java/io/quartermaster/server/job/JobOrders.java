package io.quartermaster.server.job;

import io.quartermaster.server.query.PlaceType;
import io.quartermaster.server.query.RowOrders;

/** What people can sort jobs and history by however many there are: each has an index, named beside it. */
public final class JobOrders {
    public static final RowOrders SCHEDULED = RowOrders.of("-Requested", "j.id", PlaceType.GUID)
            .opposite("j.requested_at", PlaceType.MOMENT, "Requested") // requested_at DESC, id
            .by("j.next_run", PlaceType.MOMENT, "NextRun") // next_run, id
            .by("j.agent_id", PlaceType.GUID, "AgentId") // agent_id, id
            .unique("Id")
            .build();

    // The history has a partition for each month of operation_start. By that order the months on the near side of a
    // place
    // are not looked into; by the others each month has its turn.
    public static final RowOrders HISTORY = RowOrders.of("-OperationStart", "h.id", PlaceType.NUMBER)
            .by("h.operation_start", PlaceType.MOMENT, "OperationStart") // operation_start, id
            .nullable("h.operation_end", PlaceType.MOMENT, "OperationEnd") // operation_end, id
            .by("h.agent_id", PlaceType.GUID, "AgentId") // agent_id, id, operation_start
            .by("h.job_id", PlaceType.GUID, "JobId") // job_id, id
            .unique("JobHistoryId")
            .build();

    private JobOrders() {}
}
