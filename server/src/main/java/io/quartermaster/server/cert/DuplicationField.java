package io.quartermaster.server.cert;

import java.util.Arrays;
import java.util.Optional;

/** By what a collection tells that a certificate was renewed; as {@code DuplicationField} on the wire. */
public enum DuplicationField {
    NONE(0, "None", "TRUE"),
    COMMON_NAME(1, "CN", newest("""
            SELECT FROM certificate d
             WHERE lower(d.issued_cn) = lower(c.issued_cn) AND\s""")),
    DISTINGUISHED_NAME(2, "DN", newest("""
            SELECT FROM certificate d
             WHERE lower(d.issued_dn) = lower(c.issued_dn) AND\s""")),
    PRINCIPAL_NAME(4, "UPN", newest("""
            SELECT FROM certificate_alt_name mine
              JOIN certificate_alt_name other ON lower(other.value) = lower(mine.value) AND other.type = mine.type
              JOIN certificate d ON d.id = other.certificate_id
             WHERE mine.certificate_id = c.id AND mine.type = 100 AND\s"""));

    private final int number;
    private final String title;
    private final String condition;

    DuplicationField(int number, String title, String condition) {
        this.number = number;
        this.title = title;
        this.condition = condition;
    }

    private static String newest(String others) {
        return "NOT EXISTS (" + others + "(d.not_before, d.id) > (c.not_before, c.id))";
    }

    public int number() {
        return number;
    }

    /** As the list of collections shows it. */
    public String title() {
        return title;
    }

    /** True for the certificate {@code c} if none is newer that agrees with it. */
    String condition() {
        return condition;
    }

    static Optional<DuplicationField> of(int number) {
        return Arrays.stream(values()).filter(field -> field.number == number).findFirst();
    }
}
