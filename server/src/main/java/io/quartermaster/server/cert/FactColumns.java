package io.quartermaster.server.cert;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The columns of {@code certificate} that hold {@link CertificateFacts}, for statements that write sets of them. */
final class FactColumns {
    static final String NAMES =
            "issued_cn, issued_ou, issued_email, key_algorithm, key_type, key_size, key_curve, key_usage,"
                    + " extended_key_usages, crl_urls, is_ca, path_length";

    /** Of rows called {@code new}. */
    static final String VALUES =
            "new.issued_cn, new.issued_ou, new.issued_email, new.key_algorithm, new.key_type, new.key_size, new.key_curve,"
                    + " new.key_usage, CAST(new.extended_key_usages AS text[]), CAST(new.crl_urls AS text[]), new.is_ca,"
                    + " new.path_length";

    /** In the order of {@link #NAMES}, for {@code unnest}. */
    static final String ARRAYS =
            "CAST(:issuedCns AS text[]), CAST(:issuedOus AS text[]), CAST(:issuedEmails AS text[]),"
                    + " CAST(:keyAlgorithms AS text[]), CAST(:keyTypes AS smallint[]), CAST(:keySizes AS integer[]),"
                    + " CAST(:keyCurves AS text[]), CAST(:keyUsages AS integer[]), CAST(:extendedKeyUsages AS text[]),"
                    + " CAST(:crlUrls AS text[]), CAST(:authorities AS boolean[]), CAST(:pathLengths AS integer[])";

    private FactColumns() {}

    static void bind(Update statement, List<CertificateFacts> facts) {
        texts(statement, "issuedCns", facts, CertificateFacts::issuedCn);
        texts(statement, "issuedOus", facts, CertificateFacts::issuedOu);
        texts(statement, "issuedEmails", facts, CertificateFacts::issuedEmail);
        texts(statement, "keyAlgorithms", facts, f -> f.key().algorithm());
        numbers(statement, "keyTypes", facts, f -> f.key().type());
        numbers(statement, "keySizes", facts, f -> f.key().size());
        texts(statement, "keyCurves", facts, f -> f.key().curve());
        numbers(statement, "keyUsages", facts, CertificateFacts::keyUsage);
        texts(statement, "extendedKeyUsages", facts, f -> arrayText(f.extendedKeyUsages()));
        texts(statement, "crlUrls", facts, f -> arrayText(f.crlUrls()));
        statement.bindArray(
                "authorities",
                Boolean.class,
                facts.stream().map(CertificateFacts::authority).toList());
        numbers(statement, "pathLengths", facts, CertificateFacts::pathLength);
    }

    /**
     * Binds the subject alternative names of many rows, each with what tells its row.
     *
     * @param owner the digest of the row
     */
    static <T> void bindAltNames(
            Update statement, List<T> rows, Function<T, byte[]> owner, Function<T, CertificateFacts> facts) {
        List<byte[]> owners = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<AltName> names = new ArrayList<>();
        for (T row : rows) {
            List<AltName> ofRow = facts.apply(row).altNames();
            for (int i = 0; i < ofRow.size(); i++) {
                owners.add(owner.apply(row));
                positions.add(i);
                names.add(ofRow.get(i));
            }
        }
        statement
                .bindArray("altNameOwners", byte[].class, owners)
                .bindArray("altNamePositions", Integer.class, positions)
                .bindArray(
                        "altNameTypes",
                        Integer.class,
                        names.stream().map(AltName::type).toList())
                .bindArray(
                        "altNames",
                        String.class,
                        names.stream().map(AltName::value).toList());
    }

    /** PostgreSQL flattens arrays of arrays, so each inner one travels as its text. */
    private static String arrayText(List<String> texts) {
        return texts.stream()
                .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static void texts(
            Update statement,
            String name,
            List<CertificateFacts> facts,
            Function<CertificateFacts, @Nullable String> value) {
        statement.bindArray(name, String.class, column(facts, value));
    }

    private static void numbers(
            Update statement,
            String name,
            List<CertificateFacts> facts,
            Function<CertificateFacts, @Nullable Integer> value) {
        statement.bindArray(name, Integer.class, column(facts, value));
    }

    private static <T> List<@Nullable T> column(
            List<CertificateFacts> facts, Function<CertificateFacts, @Nullable T> value) {
        List<@Nullable T> values = new ArrayList<>(facts.size());
        facts.forEach(f -> values.add(value.apply(f)));
        return values;
    }
}
