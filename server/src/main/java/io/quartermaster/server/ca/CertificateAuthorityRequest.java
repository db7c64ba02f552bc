package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleKind;
import io.quartermaster.server.schedule.ScheduleWire;
import io.quartermaster.server.secret.SecretValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An authority in requests. What is meant for directories of other makers is refused where it would promise something. */
public record CertificateAuthorityRequest(
        @Schema(description = "Of an update") @Nullable Integer id,

        @Schema(description = "What people call it; at most 256 characters") @Nullable
        String logicalName,

        @Schema(description = "The https:// address of an ACME directory; built-in, or nothing, for one of this server")
        @Nullable
        String hostName,

        @Nullable Boolean delegate,
        @Nullable Boolean delegateEnrollment,
        @Nullable String forestRoot,
        @Nullable String configurationTenant,
        @Nullable Boolean remote,
        @Nullable String agent,
        @Nullable Boolean standalone,
        @Nullable Boolean monitorThresholds,
        @Nullable Integer issuanceMax,
        @Nullable Integer issuanceMin,
        @Nullable Integer failureMax,
        @JsonProperty("RFCEnforcement") @Nullable Boolean rfcEnforcement,

        @Schema(
                description =
                        "Of ACME: JSON with Contact (mail addresses), TermsOfServiceAgreed, and TrustedCertificates"
                                + " (PEM) for a directory that Java does not trust")
        @Nullable
        String properties,

        @Schema(description = "1 PFX, 2 CSR, 3 both (the default), 0 nothing is issued") @Nullable
        Integer allowedEnrollmentTypes,

        @Nullable Integer keyRetention,
        @Nullable Integer keyRetentionDays,

        @Schema(description = "Of ACME: whether ExplicitUser and ExplicitPassword are an external account binding")
        @Nullable
        Boolean explicitCredentials,

        @Nullable Boolean subscriberTerms,

        @Schema(description = "Of ACME: the key identifier of the external account") @Nullable
        String explicitUser,

        @Schema(description = "Of ACME: its MAC key, base64url. Left out of an update, the one that is there stays")
        @Nullable
        ApiSecretRequest explicitPassword,

        @Nullable Boolean useAllowedRequesters,
        @Nullable List<@Nullable String> allowedRequesters,
        @Nullable ScheduleJson fullScan,
        @Nullable ScheduleJson incrementalScan,
        @Nullable ScheduleJson thresholdCheck,
        @Nullable ApiSecretRequest authCertificatePassword,
        @Nullable ApiSecretRequest authCertificate,

        @JsonProperty("CAType") @Schema(description = "1, which is HTTPS; the default") @Nullable
        Integer caType,

        @JsonProperty("EnforceUniqueDN") @Nullable Boolean enforceUniqueDn,
        @Nullable Boolean allowOneClickRenewals,
        @Nullable Boolean newEndEntityOnRenewAndReissue) {
    private static final int NAME_LENGTH_MAX = 256;
    private static final int HOST_LENGTH_MAX = 500;
    private static final int RETENTION_MAX = 3;
    private static final int HTTPS = 1;
    private static final Set<ScheduleKind> SCHEDULES = EnumSet.allOf(ScheduleKind.class);

    /** @throws CommandException MALFORMED */
    int toId() {
        if (id == null) {
            throw malformed("Id is required.");
        }
        return id;
    }

    /** @throws CommandException MALFORMED, SCHEDULE */
    WantedAuthority toAuthority() {
        refuseWhatIsNotDone();
        String host = host();
        AuthorityKind kind = host.equals(Authority.BUILT_IN_HOST) ? AuthorityKind.BUILT_IN : AuthorityKind.ACME;
        boolean acme = kind == AuthorityKind.ACME;
        AuthorityProperties read = AuthorityProperties.read(acme ? properties : null);
        boolean external = acme && Boolean.TRUE.equals(explicitCredentials);
        String externalName = external ? text("ExplicitUser", explicitUser) : null;
        AuthorityOptions options = new AuthorityOptions(
                shortText("ForestRoot", forestRoot),
                shortText("ConfigurationTenant", configurationTenant),
                Boolean.TRUE.equals(standalone),
                Boolean.TRUE.equals(rfcEnforcement),
                Boolean.TRUE.equals(subscriberTerms),
                !Boolean.FALSE.equals(allowOneClickRenewals),
                Boolean.TRUE.equals(newEndEntityOnRenewAndReissue),
                number(
                        "AllowedEnrollmentTypes",
                        allowedEnrollmentTypes,
                        AuthorityOptions.ALL_ENROLLMENT_TYPES,
                        AuthorityOptions.ALL_ENROLLMENT_TYPES),
                number("KeyRetention", keyRetention, 0, RETENTION_MAX),
                keyRetentionDays,
                schedule("FullScan", fullScan),
                schedule("IncrementalScan", incrementalScan),
                schedule("ThresholdCheck", thresholdCheck),
                read.contacts(),
                read.termsOfServiceAgreed(),
                externalName,
                read.trustedCertificates());
        return new WantedAuthority(kind, host, text("LogicalName", logicalName), options, externalKey(external));
    }

    private void refuseWhatIsNotDone() {
        refuse("Delegate", delegate, "the server asks authorities as itself");
        refuse("DelegateEnrollment", delegateEnrollment, "the server asks authorities as itself");
        refuse("Remote", remote, "authorities are called by the server, not by agents");
        refuse("MonitorThresholds", monitorThresholds, "numbers of certificates are not watched");
        refuse("UseAllowedRequesters", useAllowedRequesters, "who may enroll is decided by roles and by templates");
        refuse("EnforceUniqueDN", enforceUniqueDn, "one subject may have several certificates");
        if (caType != null && caType != HTTPS) {
            throw malformed("CAType must be 1 (HTTPS); there is no DCOM here.");
        }
        if (authCertificate != null && authCertificate.secretValue() != null) {
            throw malformed("AuthCertificate must be left out: no authority is called with a client certificate.");
        }
    }

    private static void refuse(String field, @Nullable Boolean sent, String why) {
        if (Boolean.TRUE.equals(sent)) {
            throw malformed(field + " must be false: " + why + ".");
        }
    }

    private String host() {
        if (hostName == null || hostName.isBlank() || hostName.strip().equalsIgnoreCase(Authority.BUILT_IN_HOST)) {
            return Authority.BUILT_IN_HOST;
        }
        String host = hostName.strip();
        try {
            URI address = new URI(host);
            if (host.length() <= HOST_LENGTH_MAX
                    && "https".equals(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT))
                    && address.getHost() != null
                    && address.getUserInfo() == null) {
                return host;
            }
        } catch (URISyntaxException e) {
            // As any other text that is none.
        }
        throw malformed("HostName must be the https:// address of an ACME directory, or " + Authority.BUILT_IN_HOST
                + " for an authority of this server.");
    }

    private Optional<SecretValue> externalKey(boolean external) {
        if (!external || explicitPassword == null) {
            return Optional.empty();
        }
        if (explicitPassword.provider() != null) {
            throw malformed(
                    "ExplicitPassword refers to a secret provider, and this server has none. Send SecretValue.");
        }
        String value = explicitPassword.secretValue();
        if (value == null) {
            return Optional.empty();
        }
        if (value.length() > NAME_LENGTH_MAX) {
            throw malformed("ExplicitPassword may have at most " + NAME_LENGTH_MAX + " characters.");
        }
        return Optional.of(new SecretValue(value));
    }

    private static String text(String field, @Nullable String sent) {
        if (sent == null || sent.isBlank()) {
            throw malformed(field + " is required.");
        }
        return shortText(field, sent);
    }

    private static String shortText(String field, @Nullable String sent) {
        String text = sent == null ? "" : sent.strip();
        if (text.length() > NAME_LENGTH_MAX) {
            throw malformed(field + " may have at most " + NAME_LENGTH_MAX + " characters; this one has "
                    + text.length() + ".");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw malformed(field + " must not contain control characters.");
        }
        return text;
    }

    private static int number(String field, @Nullable Integer sent, int preset, int max) {
        int value = sent == null ? preset : sent;
        if (value < 0 || value > max) {
            throw malformed(field + " must be a number from 0 to " + max + "; this one is " + value + ".");
        }
        return value;
    }

    private static @Nullable String schedule(String field, @Nullable ScheduleJson sent) {
        return ScheduleWire.read(sent, field, SCHEDULES).map(Schedule::text).orElse(null);
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
