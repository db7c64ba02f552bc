package io.quartermaster.server.store;

import io.quartermaster.server.query.FieldSet;
import java.time.Instant;
import java.util.Map;

/** What stores can be searched for and sorted by. */
final class StoreFields {
    /** The order of the list when none is asked for. */
    static final String DEFAULT_SORT = "ClientMachine";

    /** What an inventory can be searched for and sorted by. */
    static final FieldSet INVENTORY = FieldSet.of("inventory entries", "e.id")
            .text("e.alias", "Name", "Alias")
            .integer("e.id", "CertStoreInventoryItemId")
            .build();

    static final String INVENTORY_DEFAULT_SORT = "Name";

    static final Map<Integer, String> NEEDS = Map.of(0, "Forbidden", 1, "Optional", 2, "Required");

    private StoreFields() {}

    /**
     * Of a statement that calls the store {@code s}, its type {@code t} and its container {@code c}.
     *
     * @param agentsSeenAfter an agent that was heard of since then counts as available
     */
    static FieldSet stores(Instant agentsSeenAfter) {
        return FieldSet.of("certificate stores", "s.id")
                .guid("s.id", "Id")
                .text("s.client_machine", "ClientMachine")
                .text("s.store_path", "StorePath")
                .text("s.client_machine || ' - ' || s.store_path", "DisplayName")
                .numberedName("s.store_type_id", "t.short_name", "Category", "CertStoreType")
                .guid("s.agent_id", "AgentId")
                .bool(agentAvailable(agentsSeenAfter), "AgentAvailable")
                .bool("s.approved", "Approved")
                .text("c.name", "Container", "ContainerName")
                .integer("s.container_id", "ContainerId")
                .textSet(CERTIFICATES, "CertificateId")
                .bool(HAS_INVENTORY_SCHEDULED, "HasInventoryScheduled")
                .bool(supports("Add"), "AddSupported")
                .bool(supports("Remove"), "RemoveSupported")
                .enumeration(PRIVATE_KEY_ALLOWED, NEEDS, "PrivateKeyAllowed")
                .bool("s.create_if_missing", "CreateIfMissing")
                .build();
    }

    private static final String CERTIFICATES = """
            SELECT array_agg(CAST(h.certificate_id AS text))
              FROM inventory_entry e JOIN inventory_entry_certificate h ON h.entry_id = e.id
             WHERE e.store_id = s.id
            """;

    private static final String HAS_INVENTORY_SCHEDULED = """
            EXISTS (SELECT FROM scheduled_job j
                     WHERE j.store_id = s.id AND j.kind = 'INVENTORY' AND (j.state = 'SCHEDULED' OR j.recurring))
            """;

    private static final String PRIVATE_KEY_ALLOWED =
            "CASE t.definition ->> 'PrivateKeyAllowed' WHEN 'Forbidden' THEN 0 WHEN 'Optional' THEN 1 ELSE 2 END";

    static String supports(String operation) {
        return "CAST(t.definition -> 'SupportedOperations' ->> '" + operation + "' AS boolean)";
    }

    private static String agentAvailable(Instant agentsSeenAfter) {
        return """
                EXISTS (SELECT FROM agent a JOIN agent_presence p ON p.agent_id = a.id
                         WHERE a.id = s.agent_id AND a.status = 2 AND p.last_seen > to_timestamp(%d))
                """.formatted(agentsSeenAfter.getEpochSecond());
    }
}
