package io.quartermaster.server.cert;

import io.quartermaster.server.security.ContainerScope;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Where certificates lie, as the inventories say. Only stores in the scope are told. Every method works in the caller's
 * transaction, on sets. Safe for many threads.
 */
@Singleton
public class LocationRepository {
    private static final String PLACES = """
              FROM inventory_entry_certificate h
              JOIN inventory_entry e ON e.id = h.entry_id
              JOIN certificate_store s ON s.id = e.store_id
              JOIN certificate_store_type t ON t.id = s.store_type_id
             WHERE h.certificate_id = ANY (:ids) AND\s""";

    /** At most so many of each certificate: the root of an authority may lie in every store. */
    List<CertificateLocation> locations(
            Handle tx, Collection<Integer> certificateIds, ContainerScope scope, int ofEachMax) {
        return tx.createQuery("""
                        SELECT * FROM (
                          SELECT h.certificate_id, s.id AS store_id, s.store_type_id, t.short_name, s.client_machine,
                                 s.store_path, e.alias, h.position,
                                 row_number() OVER (PARTITION BY h.certificate_id
                                                    ORDER BY s.client_machine, s.store_path, s.id, e.alias, h.position)
                                 AS number
                        """ + PLACES + CertificateFields.within(scope) + """
                        ) place
                         WHERE number <= :max
                         ORDER BY certificate_id, number
                        """)
                .bindArray("ids", Integer.class, certificateIds)
                .bind("max", ofEachMax)
                .map((row, context) -> new CertificateLocation(
                        row.getInt("certificate_id"),
                        row.getObject("store_id", UUID.class),
                        row.getInt("store_type_id"),
                        row.getString("short_name"),
                        row.getString("client_machine"),
                        row.getString("store_path"),
                        row.getString("alias"),
                        row.getInt("position")))
                .list();
    }

    List<LocationCount> counts(Handle tx, Collection<Integer> certificateIds, ContainerScope scope) {
        return tx.createQuery("""
                        SELECT h.certificate_id, s.store_type_id, t.short_name, count(DISTINCT s.id) AS stores,
                               count(*) AS places
                        """ + PLACES + CertificateFields.within(scope) + """

                         GROUP BY h.certificate_id, s.store_type_id, t.short_name
                         ORDER BY h.certificate_id, t.short_name
                        """)
                .bindArray("ids", Integer.class, certificateIds)
                .map((row, context) -> new LocationCount(
                        row.getInt("certificate_id"),
                        row.getInt("store_type_id"),
                        row.getString("short_name"),
                        row.getLong("stores"),
                        row.getLong("places")))
                .list();
    }
}
