package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleWire;
import io.quartermaster.server.schedule.WeekDayForm;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An authority in answers.
 *
 * @param properties JSON in a text
 * @param explicitPassword null where there is no secret; clients tell that apart from an object
 * @param caSyncScheduledTasks always empty, and {@code lastScan} null: what these authorities issue is known at once
 */
public record CertificateAuthorityResponse(
        int id,
        String logicalName,
        String hostName,
        boolean delegate,
        boolean delegateEnrollment,
        String forestRoot,
        String configurationTenant,
        boolean remote,
        @Schema(nullable = true) @Nullable String agent,
        boolean standalone,
        boolean monitorThresholds,
        @Schema(nullable = true) @Nullable Integer issuanceMax,
        @Schema(nullable = true) @Nullable Integer issuanceMin,
        @Schema(nullable = true) @Nullable Integer denialMax,
        @Schema(nullable = true) @Nullable Integer failureMax,
        @JsonProperty("RFCEnforcement") boolean rfcEnforcement,
        String properties,
        int allowedEnrollmentTypes,
        int keyRetention,
        @Schema(nullable = true) @Nullable Integer keyRetentionDays,
        boolean explicitCredentials,
        boolean subscriberTerms,
        @Schema(nullable = true) @Nullable String explicitUser,
        @Schema(nullable = true) @Nullable ApiSecretResponse explicitPassword,
        boolean useAllowedRequesters,
        List<String> allowedRequesters,
        @Schema(nullable = true) @Nullable ScheduleJson fullScan,
        @Schema(nullable = true) @Nullable ScheduleJson incrementalScan,
        @Schema(nullable = true) @Nullable ScheduleJson thresholdCheck,
        @JsonProperty("CAType") int caType,
        @Schema(nullable = true) @Nullable AuthCertificate authCertificate,
        @JsonProperty("EnforceUniqueDN") boolean enforceUniqueDn,
        boolean allowOneClickRenewals,
        boolean newEndEntityOnRenewAndReissue,
        @JsonProperty("CASyncScheduledTasks") List<SyncTask> caSyncScheduledTasks,
        @Schema(nullable = true) @Nullable String lastScan) {
    private static final int HTTPS = 1;

    /** The client certificate that an authority is called with; there is none here. */
    @Schema(name = "ModelsCertificateAuthoritiesCertificateAuthorityAuthCertificate")
    public record AuthCertificate(
            @JsonProperty("IssuedDN") @Nullable String issuedDn,
            @JsonProperty("IssuerDN") @Nullable String issuerDn,
            @Nullable String thumbprint,
            @Nullable Instant expirationDate) {}

    /** A time at which an authority is asked for what it has issued; there is none here. */
    @Schema(name = "ModelsCertificateAuthoritiesCertificateAuthorityScheduledTask")
    public record SyncTask(
            int id,
            int certificateAuthorityId,
            @Nullable String schedule,
            int scanType,
            boolean syncEnabled,
            @Nullable Instant lastScanTime) {}

    static CertificateAuthorityResponse of(Authority authority, Instant now, WeekDayForm weekDays) {
        AuthorityOptions options = authority.options();
        return new CertificateAuthorityResponse(
                authority.id(),
                authority.logicalName(),
                authority.hostName(),
                false,
                false,
                options.forestRoot(),
                options.configurationTenant(),
                false,
                null,
                options.standalone(),
                false,
                null,
                null,
                null,
                null,
                options.rfcEnforcement(),
                AuthorityProperties.write(authority),
                options.allowedEnrollmentTypes(),
                options.keyRetention(),
                options.keyRetentionDays(),
                options.externalKeyName() != null,
                options.subscriberTerms(),
                options.externalKeyName(),
                ApiSecretResponse.of(options.externalKeyName() != null && authority.externalKeyId() != null),
                false,
                List.of(),
                schedule(options.fullScan(), now, weekDays),
                schedule(options.incrementalScan(), now, weekDays),
                schedule(options.thresholdCheck(), now, weekDays),
                HTTPS,
                null,
                false,
                options.allowOneClickRenewals(),
                options.newEndEntityOnRenewAndReissue(),
                List.of(),
                null);
    }

    private static @Nullable ScheduleJson schedule(@Nullable String text, Instant now, WeekDayForm weekDays) {
        if (text == null) {
            return null;
        }
        Schedule schedule = Schedule.ofText(text);
        return ScheduleWire.write(schedule, schedule.firstRun(now), weekDays);
    }
}
