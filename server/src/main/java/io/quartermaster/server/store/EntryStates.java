package io.quartermaster.server.store;

import io.quartermaster.server.store.EntryState.NamedCertificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what entries were and became, with the certificates named. */
final class EntryStates {
    private EntryStates() {}

    /** SQL for a row of two arrays about an array of certificate ids; null where a certificate is not known any more. */
    static String named(String ids) {
        return """
                (SELECT array_agg(t.thumbprint ORDER BY c.position) AS thumbprints,
                        array_agg(t.issued_dn ORDER BY c.position) AS names
                   FROM unnest(%s) WITH ORDINALITY AS c (id, position)
                   LEFT JOIN certificate t ON t.id = c.id)
                """.formatted(ids);
    }

    /**
     * SQL that reads {@link #change} from a relation with the columns alias, private_key and certificates, each _before and
     * _after; a page of it, by {@code :offset} and {@code :limit}.
     */
    static String changesOf(String relation) {
        return """
                SELECT d.alias_folded, d.alias_before, d.private_key_before, d.certificates_before AS ids_before,
                       b.thumbprints AS thumbprints_before, b.names AS names_before,
                       d.alias_after, d.private_key_after, d.certificates_after AS ids_after,
                       a.thumbprints AS thumbprints_after, a.names AS names_after
                  FROM (SELECT * FROM %s ORDER BY alias_folded LIMIT :limit OFFSET :offset) d
                 CROSS JOIN LATERAL %s b
                 CROSS JOIN LATERAL %s a
                 ORDER BY d.alias_folded
                """.formatted(relation, named("d.certificates_before"), named("d.certificates_after"));
    }

    static EntryChange change(ResultSet row) throws SQLException {
        return new EntryChange(row.getString("alias_folded"), stateOrNone(row, "_before"), stateOrNone(row, "_after"));
    }

    private static @Nullable EntryState stateOrNone(ResultSet row, String end) throws SQLException {
        return row.getString("alias" + end) == null ? null : state(row, end);
    }

    /** @param end of the names of the columns */
    static EntryState state(ResultSet row, String end) throws SQLException {
        Integer[] ids = (Integer[]) row.getArray("ids" + end).getArray();
        List<NamedCertificate> certificates = new ArrayList<>(ids.length);
        if (ids.length > 0) {
            String[] thumbprints = (String[]) row.getArray("thumbprints" + end).getArray();
            String[] names = (String[]) row.getArray("names" + end).getArray();
            for (int i = 0; i < ids.length; i++) {
                certificates.add(new NamedCertificate(ids[i], thumbprints[i], names[i]));
            }
        }
        return new EntryState(row.getString("alias" + end), row.getBoolean("private_key" + end), certificates);
    }
}
