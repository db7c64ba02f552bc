package io.quartermaster.server.blueprint;

import io.quartermaster.server.query.FieldSet;

/** What blueprints, and what is in them, can be searched for and sorted by. */
final class BlueprintFields {
    static final FieldSet BLUEPRINTS = FieldSet.of("blueprints", "b.id")
            .guid("b.id", "AgentBlueprintId", "Id")
            .text("b.name", "Name")
            .date("b.modified_at", "LastModified")
            .build();

    static final FieldSet STORES = FieldSet.of("stores of a blueprint", "s.id")
            .guid("s.id", "AgentBlueprintStoreId", "Id")
            .text("s.store_path", "StorePath")
            .text("t.short_name", "CertStoreTypeName")
            .integer("s.container_id", "ContainerId")
            .build();

    static final FieldSet JOBS = FieldSet.of("jobs of a blueprint", "j.id")
            .guid("j.id", "AgentBlueprintJobId", "Id")
            .text("s.store_path", "StorePath")
            .text("j.job_type", "JobTypeName")
            .date("j.requested_at", "RequestTimestamp")
            .build();

    private BlueprintFields() {}
}
