package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Where certificates lie, as the inventories say. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
class LocationRepository {
    private static final JsonMapper JSON = new JsonMapper();

    /** An entry parameter that inventories add, and that nobody sets. */
    private static final String PRIVATE_KEY_ENTRY = "PrivateKeyEntry";

    /** The entries whose certificate it is: not those that have it in their chain. */
    List<StoreOrder> locations(Handle tx, int certificateId) {
        return tx.createQuery("""
                        SELECT e.store_id, e.alias, e.parameters
                          FROM inventory_entry_certificate h
                          JOIN inventory_entry e ON e.id = h.entry_id
                         WHERE h.certificate_id = :certificateId
                           AND h.position = 0
                         ORDER BY e.store_id, lower(e.alias)
                        """)
                .bind("certificateId", certificateId)
                .map((row, context) -> new StoreOrder(
                        row.getObject("store_id", UUID.class),
                        row.getString("alias"),
                        true,
                        parameters(row.getString("parameters"))))
                .list();
    }

    /** Those of the stores whose type takes no private key. */
    Set<UUID> withoutKeys(Handle tx, Collection<UUID> storeIds) {
        return Set.copyOf(tx.createQuery("""
                        SELECT s.id
                          FROM certificate_store s JOIN certificate_store_type t ON t.id = s.store_type_id
                         WHERE s.id = ANY (:ids)
                           AND t.definition ->> 'PrivateKeyAllowed' = 'Forbidden'
                        """)
                .bindArray("ids", UUID.class, storeIds)
                .mapTo(UUID.class)
                .list());
    }

    /** In which container stores are and of which type; those that do not exist are left out. */
    Map<UUID, StorePlace> places(Handle tx, Collection<UUID> storeIds) {
        Map<UUID, StorePlace> places = new HashMap<>();
        tx.createQuery("SELECT id, container_id, store_type_id FROM certificate_store WHERE id = ANY (:ids)")
                .bindArray("ids", UUID.class, storeIds)
                .map((row, context) -> Map.entry(
                        row.getObject("id", UUID.class),
                        new StorePlace(row.getInt("container_id"), row.getInt("store_type_id"))))
                .forEach(row -> places.put(row.getKey(), row.getValue()));
        return places;
    }

    /** @param containerId 0 for none */
    record StorePlace(int containerId, int storeTypeId) {}

    private static Map<String, String> parameters(String json) {
        try {
            Map<String, String> parameters = new HashMap<>();
            for (Map.Entry<String, JsonNode> each : JSON.readTree(json).properties()) {
                if (!each.getKey().equals(PRIVATE_KEY_ENTRY) && each.getValue().isValueNode()) {
                    parameters.put(each.getKey(), each.getValue().asText());
                }
            }
            return parameters;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A column does not hold JSON", e);
        }
    }
}
