package io.quartermaster.server.query;

/**
 * Rows of another table that point at the row, none, one or several of them, and whose columns are fields of the row: the
 * subject alternative names of a certificate.
 *
 * @param table with the name its columns have here: {@code certificate_alt_name n}; several may be joined
 * @param link which of them are those of the row: {@code n.certificate_id = c.id}
 */
public record FieldRows(String table, String link) {
    /** @param condition on one of them */
    String exist(boolean wanted, String condition) {
        return "(%sEXISTS (SELECT FROM %s WHERE %s AND %s))".formatted(wanted ? "" : "NOT ", table, link, condition);
    }
}
