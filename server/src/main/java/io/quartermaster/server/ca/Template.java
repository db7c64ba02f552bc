package io.quartermaster.server.ca;

import io.quartermaster.server.security.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * By which rules certificates are enrolled, and what they may be used for.
 *
 * @param commonName what requests name it by; read in any case
 */
public record Template(int id, String commonName, TemplateDefinition definition) {
    /** What people see: the friendly name where there is one. */
    public String displayName() {
        String friendlyName = definition.friendlyName();
        return friendlyName == null || friendlyName.isBlank() ? definition.templateName() : friendlyName;
    }

    /** @param type one of the flags of {@link TemplateDefinition} */
    public boolean allows(int type) {
        return (definition.allowedEnrollmentTypes() & type) != 0;
    }

    /** Whether the template is for everybody, or for the caller's name or one of the caller's roles. */
    public boolean isFor(Caller caller) {
        return !definition.useAllowedRequesters()
                || Stream.concat(Stream.of(caller.name()), caller.roles().stream())
                        .anyMatch(
                                name -> definition.allowedRequesters().stream().anyMatch(name::equalsIgnoreCase));
    }

    /** What an authority is told. */
    public Profile profile() {
        return new Profile(
                definition.validityDays(),
                TemplateUsages.keyUsages(definition.keyUsage()),
                TemplateUsages.words(definition.extendedKeyUsages()));
    }

    /** Whether keys are kept beyond the minutes for a deployment. */
    public boolean keepsKeys() {
        return definition.keyRetention() != TemplateKeyRetention.NONE;
    }

    /** Until when a key is kept that is kept at all; empty for ever. */
    public Optional<Instant> keepsKeyUntil(Instant issued, Instant notAfter) {
        Duration days = Duration.ofDays(definition.keyRetentionDays() == null ? 0 : definition.keyRetentionDays());
        return switch (definition.keyRetention()) {
            case NONE -> Optional.of(issued);
            case INDEFINITE -> Optional.empty();
            case AFTER_EXPIRATION -> Optional.of(notAfter.plus(days));
            case FROM_ISSUANCE -> Optional.of(issued.plus(days));
        };
    }
}
