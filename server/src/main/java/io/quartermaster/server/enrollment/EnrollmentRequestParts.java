package io.quartermaster.server.enrollment;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.time.WrittenTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What several requests of this family have in common. */
final class EnrollmentRequestParts {
    private static final int NAME_LENGTH_MAX = 500;
    private static final int MEMBERS_MAX = 200;

    private EnrollmentRequestParts() {}

    static SentTerms terms(
            @Nullable String authority,
            @Nullable String template,
            @Nullable Integer patternId,
            @Nullable Map<String, @Nullable List<@Nullable String>> sans,
            @Nullable Map<String, @Nullable String> fields,
            @Nullable Map<String, @Nullable String> fieldsInput,
            @Nullable Map<String, @Nullable String> metadata,
            @Nullable Map<String, @Nullable String> metadataInput) {
        return new SentTerms(
                name("CertificateAuthority", authority),
                name("Template", template),
                patternId,
                SentNames.read(sans),
                limited("AdditionalEnrollmentFields", fields, fieldsInput),
                limited("Metadata", metadata, metadataInput));
    }

    /** Null for an empty one. */
    static @Nullable String name(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > NAME_LENGTH_MAX) {
            throw malformed(
                    field + " has " + text.length() + " characters; at most " + NAME_LENGTH_MAX + " are possible.");
        }
        return text.strip();
    }

    /** Names without regard to case, each once; an empty text for a value that is missing. */
    private static Map<String, String> limited(
            String field,
            @Nullable Map<String, @Nullable String> sent,
            @Nullable Map<String, @Nullable String> otherwise) {
        Map<String, String> read = new LinkedHashMap<>();
        Map<String, @Nullable String> given = sent == null ? otherwise : sent;
        if (given == null) {
            return read;
        }
        if (given.size() > MEMBERS_MAX) {
            throw malformed(
                    field + " may have at most " + MEMBERS_MAX + " members; this request has " + given.size() + ".");
        }
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, @Nullable String> each : given.entrySet()) {
            if (!names.add(each.getKey().strip().toLowerCase(Locale.ROOT))) {
                throw malformed(field + ": '" + each.getKey().strip() + "' is there twice; case does not matter.");
            }
            String value = each.getValue();
            read.put(each.getKey().strip(), value == null ? "" : value);
        }
        return read;
    }

    /** At once where no time is said, or one that is over. */
    static Schedule schedule(@Nullable String jobTime) {
        if (jobTime == null || jobTime.isBlank()) {
            return new Schedule.Immediate();
        }
        Instant time = WrittenTime.read(jobTime.strip())
                .map(WrittenTime::instant)
                .orElseThrow(() -> malformed("JobTime must be a date such as 2026-01-31T10:00:00Z."));
        return new Schedule.ExactlyOnce(time);
    }

    /** True for {@code RootFirst}. */
    static boolean isRootFirst(@Nullable String chainOrder) {
        return switch (chainOrder == null ? "" : chainOrder.strip().toLowerCase(Locale.ROOT)) {
            case "", "endentityfirst" -> false;
            case "rootfirst" -> true;
            default -> throw malformed("ChainOrder must be EndEntityFirst or RootFirst.");
        };
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
