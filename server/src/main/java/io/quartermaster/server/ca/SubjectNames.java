package io.quartermaster.server.ca;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names that a certificate shall have. What is left out is taken from the signing request; what is given replaces what
 * stands there.
 *
 * @param subject as people write it, most specific part first: {@code CN=app.example.test,O=Example}; null: that of the
 *     signing request
 * @param alternatives empty: those of the signing request
 */
public record SubjectNames(@Nullable String subject, List<AlternativeName> alternatives) {
    /** Subject and alternative names as they stand in the signing request. */
    public static final SubjectNames OF_REQUEST = new SubjectNames(null, List.of());

    public SubjectNames {
        alternatives = List.copyOf(alternatives);
    }
}
