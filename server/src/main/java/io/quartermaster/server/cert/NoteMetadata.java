package io.quartermaster.server.cert;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Writes metadata of certificates in the caller's transaction: for the API, for imports and for enrolment. The caller
 * audits. Safe for many threads.
 */
@Singleton
public class NoteMetadata {
    private final MetadataRepository metadata;

    public NoteMetadata(MetadataRepository metadata) {
        this.metadata = metadata;
    }

    /** What is to be written. Made by {@link #read}. */
    public record Notes(Map<Integer, String> set, List<Integer> cleared) {
        public boolean isEmpty() {
            return set.isEmpty() && cleared.isEmpty();
        }
    }

    /**
     * Holds names and values against the fields there are.
     *
     * @param sent an empty or missing value clears the field, whatever its type: clients send all fields, "" for those
     *     they do not know
     * @throws CommandException MALFORMED for an unknown name, and for a value that its field does not take
     */
    public Notes read(Handle tx, Map<String, @Nullable String> sent) {
        Map<String, MetadataField> byName =
                metadata.fields(tx).stream().collect(Collectors.toMap(field -> folded(field.name()), field -> field));
        Map<Integer, String> set = new LinkedHashMap<>();
        List<Integer> cleared = new ArrayList<>();
        sent.forEach((name, value) -> {
            MetadataField field = byName.get(folded(name));
            if (field == null) {
                throw new CommandException(
                        ErrorKind.MALFORMED,
                        "There is no metadata field " + name + "; there "
                                + (byName.isEmpty() ? "are none." : "are: " + names(byName.values()) + "."));
            }
            if (value == null || value.isBlank()) {
                cleared.add(field.id());
            } else {
                set.put(field.id(), MetadataValue.read(field, value));
            }
        });
        return new Notes(set, cleared);
    }

    /**
     * As {@link #read}, for a certificate that is about to come: every required field must have a value.
     *
     * @throws CommandException MALFORMED also for a required field without a value
     */
    public Notes readAll(Handle tx, Map<String, @Nullable String> sent) {
        Notes notes = read(tx, sent);
        for (MetadataField field : metadata.fields(tx)) {
            if (field.enrollment() == MetadataField.REQUIRED && !notes.set().containsKey(field.id())) {
                throw new CommandException(ErrorKind.MALFORMED, "Metadata " + field.name() + " is required.");
            }
        }
        return notes;
    }

    /** Replaces what is there. */
    public void write(Handle tx, Collection<Integer> certificateIds, Notes notes) {
        metadata.set(tx, certificateIds, notes.set(), true);
        if (!notes.cleared().isEmpty()) {
            metadata.clear(tx, certificateIds, notes.cleared());
        }
    }

    /** Writes only where nothing is there; clears nothing. */
    void fillIn(Handle tx, Collection<Integer> certificateIds, Notes notes) {
        metadata.set(tx, certificateIds, notes.set(), false);
    }

    private static String names(Collection<MetadataField> fields) {
        return fields.stream().map(MetadataField::name).sorted().collect(Collectors.joining(", "));
    }

    private static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
