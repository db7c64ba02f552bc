package io.quartermaster.server.renewal;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;
import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_CSR;
import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_PFX;
import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_MODIFY;
import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_READ;
import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_SCHEDULE;

import io.quartermaster.server.http.CursorParameters;
import io.quartermaster.server.http.Cursors;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How far renewals of certificates are. */
@Path("/qm/v1/renewals")
@Tag(name = "renewals")
@RunOnVirtualThread
public class RenewalsResource {
    private static final String NONE = "There is no such renewal";

    private final CurrentCaller caller;
    private final ListRenewals listRenewals;
    private final GetRenewal getRenewal;
    private final BeginRenewal beginRenewal;
    private final RetryRenewal retryRenewal;

    public RenewalsResource(
            CurrentCaller caller,
            ListRenewals listRenewals,
            GetRenewal getRenewal,
            BeginRenewal beginRenewal,
            RetryRenewal retryRenewal) {
        this.caller = caller;
        this.listRenewals = listRenewals;
        this.getRenewal = getRenewal;
        this.beginRenewal = beginRenewal;
        this.retryRenewal = retryRenewal;
    }

    @GET
    @Needs({CERTIFICATES_COLLECTIONS_READ, CERTIFICATE_STORES_READ})
    @Operation(
            summary = "List renewals of certificates",
            description = "Of each how far it is, and why it is no further. Newest first.")
    @APIResponse(responseCode = "200", description = "Some renewals, and where the list goes on")
    @APIResponse(responseCode = "400", description = "0xA0110001 no such State")
    public RenewalsResponse list(
            @Parameter(description = "Only those: Waiting, Issuing, Deploying, Verifying, Done or Failed")
                    @QueryParam("State")
                    @Nullable
                    String state,
            @BeanParam CursorParameters parameters) {
        RenewalState wanted = read(state);
        int limit = parameters.toLimit();
        return RenewalsResponse.of(
                listRenewals.run(
                        caller.get(), wanted, Cursors.guid(RenewalsResponse.list(wanted), parameters.after()), limit),
                wanted,
                limit);
    }

    @GET
    @Path("/{id}")
    @Needs({CERTIFICATES_COLLECTIONS_READ, CERTIFICATE_STORES_READ})
    @Operation(
            summary = "Get a renewal",
            description = "With each entry that held the old certificate, each endpoint, and what has happened.")
    @APIResponse(responseCode = "200", description = "The renewal")
    @APIResponse(responseCode = "404", description = NONE)
    public RenewalInFullResponse get(@PathParam("id") UUID id) {
        return RenewalInFullResponse.of(getRenewal.run(caller.get(), id));
    }

    @POST
    @Needs({
        CERTIFICATES_ENROLLMENT_PFX,
        CERTIFICATES_ENROLLMENT_CSR,
        CERTIFICATE_STORES_SCHEDULE,
        CERTIFICATE_STORES_MODIFY
    })
    @Operation(
            summary = "Renew a certificate now",
            description = "In the way that a rule says, whether or not the rule would find it, and before its time.")
    @APIResponse(responseCode = "200", description = "The renewal, which begins within seconds")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110001 a field; 0xA0110022 no such rule or certificate; 0xA0110023 it was renewed already")
    public RenewalResponse begin(BeginRenewalRequest request) {
        return RenewalResponse.of(beginRenewal.run(caller.get(), request.toRuleId(), request.toCertificateId()));
    }

    @POST
    @Path("/{id}/retry")
    @Needs({
        CERTIFICATES_ENROLLMENT_PFX,
        CERTIFICATES_ENROLLMENT_CSR,
        CERTIFICATE_STORES_SCHEDULE,
        CERTIFICATE_STORES_MODIFY
    })
    @Operation(
            summary = "Let a renewal go on",
            description = "One that has failed goes on where it was; one that pauses tries again at once.")
    @APIResponse(responseCode = "200", description = "The renewal")
    @APIResponse(responseCode = "400", description = "0xA0110023 it is done")
    @APIResponse(responseCode = "404", description = NONE)
    public RenewalResponse retry(@PathParam("id") UUID id) {
        return RenewalResponse.of(retryRenewal.run(caller.get(), id));
    }

    private static @Nullable RenewalState read(@Nullable String state) {
        if (state == null || state.isBlank()) {
            return null;
        }
        return Arrays.stream(RenewalState.values())
                .filter(known -> known.title().equalsIgnoreCase(state.strip()))
                .findFirst()
                .orElseThrow(() -> RenewalRuleRequest.malformed("State must be one of "
                        + Arrays.stream(RenewalState.values())
                                .map(RenewalState::title)
                                .collect(Collectors.joining(", "))
                        + "."));
    }
}
