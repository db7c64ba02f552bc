package io.quartermaster.server.renewal;

import io.quartermaster.server.agent.GivenName;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A rule as it is sent. */
@Schema(requiredProperties = {"Name", "Way"})
public record RenewalRuleRequest(
        @Nullable String name,

        @Schema(description = "true unless given") @Nullable Boolean enabled,

        @Schema(description = "For one certificate and those that take its place. Exactly one of the four is sent")
        @Nullable
        Integer certificateId,

        @Schema(description = "For the certificates in the stores of a container") @Nullable
        Integer containerId,

        @Schema(description = "For those of a collection") @Nullable
        Integer collectionId,

        @Schema(description = "For those that a query finds, with the fields of GET /Certificates") @Nullable
        String query,

        @Schema(description = "How many days before its end a certificate is renewed. Exactly one of the two is sent")
        @Nullable
        Integer daysBefore,

        @Schema(description = "How many percent of the lifetime are left then, 1 to 66") @Nullable
        Integer shareLeft,

        @Schema(
                description =
                        "ServerKey: the server makes one key for all stores. DeviceKey: each store's orchestrator makes"
                                + " its own")
        @Nullable
        String way,

        @Schema(description = "Null: that of the old certificate") @Nullable
        String template,

        @Schema(description = "Null: that of the old certificate") @Nullable
        String authority,

        @Schema(description = "Names of the metadata fields that the new certificate takes over; null: all") @Nullable
        List<@Nullable String> metadata,

        @Schema(description = "Where the new certificate is served, as host:port; looked at after the deployment")
        @Nullable
        List<@Nullable String> endpoints) {
    static final int QUERY_LENGTH_MAX = 8_000;
    static final int ENDPOINTS_MAX = 20;
    static final int METADATA_MAX = 100;
    private static final int NAME_LENGTH_MAX = 256;

    /** @throws CommandException MALFORMED, naming the field */
    RenewalRule.Wanted toWanted() {
        return new RenewalRule.Wanted(
                GivenName.read("Name", name),
                enabled == null || enabled,
                scope(),
                time(),
                readWay(),
                name("Template", template),
                name("Authority", authority),
                metadata == null ? null : texts("Metadata", metadata, METADATA_MAX),
                endpoints == null
                        ? List.of()
                        : texts("Endpoints", endpoints, ENDPOINTS_MAX).stream()
                                .map(Endpoint::checked)
                                .toList());
    }

    private RenewalScope scope() {
        String text = query == null || query.isBlank() ? null : query;
        if (Stream.of(certificateId, containerId, collectionId, text)
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw malformed("Send exactly one of CertificateId, ContainerId, CollectionId and Query.");
        }
        if (certificateId != null) {
            return new RenewalScope.OneCertificate(certificateId);
        }
        if (containerId != null) {
            return new RenewalScope.InContainer(containerId);
        }
        if (collectionId != null) {
            return new RenewalScope.OfCollection(collectionId);
        }
        String given = Objects.requireNonNull(text);
        if (given.length() > QUERY_LENGTH_MAX) {
            throw malformed(
                    "Query may have at most " + QUERY_LENGTH_MAX + " characters; this one has " + given.length() + ".");
        }
        return new RenewalScope.ByQuery(given);
    }

    private RenewalTime time() {
        if ((daysBefore == null) == (shareLeft == null)) {
            throw malformed("Send either DaysBefore or ShareLeft.");
        }
        if (daysBefore != null) {
            return new RenewalTime.DaysBefore(within("DaysBefore", daysBefore, RenewalTime.DAYS_MAX));
        }
        return new RenewalTime.ShareLeft(
                within("ShareLeft", Objects.requireNonNull(shareLeft), RenewalTime.SHARE_LEFT_MAX));
    }

    private static int within(String field, int value, int max) {
        if (value < 1 || value > max) {
            throw malformed(field + " must be 1 to " + max + ", not " + value + ".");
        }
        return value;
    }

    private RenewalWay readWay() {
        String folded = way == null ? "" : way.strip().toUpperCase(Locale.ROOT);
        return switch (folded) {
            case "SERVERKEY" -> RenewalWay.SERVER_KEY;
            case "DEVICEKEY" -> RenewalWay.DEVICE_KEY;
            default -> throw malformed("Way must be ServerKey or DeviceKey.");
        };
    }

    private static @Nullable String name(String field, @Nullable String sent) {
        if (sent == null || sent.isBlank()) {
            return null;
        }
        if (sent.length() > NAME_LENGTH_MAX) {
            throw malformed(field + " may have at most " + NAME_LENGTH_MAX + " characters.");
        }
        return sent.strip();
    }

    private static List<String> texts(String field, List<@Nullable String> sent, int max) {
        if (sent.size() > max) {
            throw malformed(field + " may have at most " + max + " elements; this request has " + sent.size() + ".");
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            String text = name(field + "[" + i + "]", sent.get(i));
            if (text == null) {
                throw malformed(field + "[" + i + "] is empty.");
            }
            texts.add(text);
        }
        return texts;
    }

    static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
