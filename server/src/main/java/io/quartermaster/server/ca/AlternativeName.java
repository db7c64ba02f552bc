package io.quartermaster.server.ca;

/**
 * A subject alternative name.
 *
 * @param value as people write it: {@code app.example.test}, {@code 192.0.2.7}, {@code 2001:db8::7}
 */
public record AlternativeName(Kind kind, String value) {
    /** The kinds that certificates are issued with. */
    public enum Kind {
        DNS,
        IP,
        EMAIL,
        URI
    }
}
