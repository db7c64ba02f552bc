package io.quartermaster.server.renewal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A rule in answers. Of the four fields that say for what, one is there; of the two that say when, one. */
public record RenewalRuleResponse(
        UUID id,
        String name,
        boolean enabled,
        @Nullable Integer certificateId,
        @Nullable Integer containerId,
        @Nullable Integer collectionId,
        @Nullable String query,
        @Nullable Integer daysBefore,
        @Nullable Integer shareLeft,

        @Schema(description = "ServerKey or DeviceKey") String way,

        @Nullable String template,
        @Nullable String authority,
        @Nullable List<String> metadata,
        List<String> endpoints,
        String changedBy,
        Instant changedAt) {

    static RenewalRuleResponse of(RenewalRule rule) {
        RenewalRule.Wanted wanted = rule.wanted();
        return new RenewalRuleResponse(
                rule.id(),
                wanted.name(),
                wanted.enabled(),
                wanted.scope() instanceof RenewalScope.OneCertificate(int id) ? id : null,
                wanted.scope() instanceof RenewalScope.InContainer(int id) ? id : null,
                wanted.scope() instanceof RenewalScope.OfCollection(int id) ? id : null,
                wanted.scope() instanceof RenewalScope.ByQuery(String query) ? query : null,
                wanted.time() instanceof RenewalTime.DaysBefore(int days) ? days : null,
                wanted.time() instanceof RenewalTime.ShareLeft(int percent) ? percent : null,
                wanted.way().title(),
                wanted.template(),
                wanted.authority(),
                wanted.metadata(),
                wanted.endpoints(),
                rule.changedBy(),
                rule.changedAt());
    }
}
