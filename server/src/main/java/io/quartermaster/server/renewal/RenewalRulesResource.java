package io.quartermaster.server.renewal;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;
import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_CSR;
import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_PFX;
import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_MODIFY;
import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_SCHEDULE;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Rules by which certificates are renewed. */
@Path("/qm/v1/renewal-rules")
@Tag(name = "renewals")
@RunOnVirtualThread
public class RenewalRulesResource {
    private static final String REFUSED =
            "0xA0110001 a field; 0xA0110021 the query cannot be read; 0xA0110022 the certificate, container, collection or"
                    + " template does not exist; 0xA0110026 there is a rule with that name";
    private static final String NONE = "There is no such rule";

    private final CurrentCaller caller;
    private final ListRenewalRules listRules;
    private final GetRenewalRule getRule;
    private final CreateRenewalRule createRule;
    private final ChangeRenewalRule changeRule;
    private final DeleteRenewalRule deleteRule;

    public RenewalRulesResource(
            CurrentCaller caller,
            ListRenewalRules listRules,
            GetRenewalRule getRule,
            CreateRenewalRule createRule,
            ChangeRenewalRule changeRule,
            DeleteRenewalRule deleteRule) {
        this.caller = caller;
        this.listRules = listRules;
        this.getRule = getRule;
        this.createRule = createRule;
        this.changeRule = changeRule;
        this.deleteRule = deleteRule;
    }

    @GET
    @Needs(CERTIFICATES_COLLECTIONS_READ)
    @Operation(summary = "List renewal rules", description = "All of them, by name.")
    @APIResponse(responseCode = "200", description = "All of them")
    public RenewalRulesResponse list() {
        return RenewalRulesResponse.of(listRules.run(caller.get()));
    }

    @GET
    @Path("/{id}")
    @Needs(CERTIFICATES_COLLECTIONS_READ)
    @Operation(summary = "Get a renewal rule")
    @APIResponse(responseCode = "200", description = "The rule")
    @APIResponse(responseCode = "404", description = NONE)
    public RenewalRuleResponse get(@PathParam("id") UUID id) {
        return RenewalRuleResponse.of(getRule.run(caller.get(), id));
    }

    @POST
    @Needs({
        CERTIFICATES_ENROLLMENT_PFX,
        CERTIFICATES_ENROLLMENT_CSR,
        CERTIFICATE_STORES_SCHEDULE,
        CERTIFICATE_STORES_MODIFY
    })
    @Operation(
            summary = "Create a renewal rule",
            description =
                    "Certificates that it finds and that lie in a store with their key are renewed in time, and brought"
                            + " to every store that holds them.")
    @APIResponse(responseCode = "200", description = "The rule")
    @APIResponse(responseCode = "400", description = REFUSED)
    public RenewalRuleResponse create(RenewalRuleRequest request) {
        return RenewalRuleResponse.of(createRule.run(caller.get(), request.toWanted()));
    }

    @PUT
    @Path("/{id}")
    @Needs({
        CERTIFICATES_ENROLLMENT_PFX,
        CERTIFICATES_ENROLLMENT_CSR,
        CERTIFICATE_STORES_SCHEDULE,
        CERTIFICATE_STORES_MODIFY
    })
    @Operation(
            summary = "Replace a renewal rule",
            description = "All of what it says. Renewals that have begun go on as they were begun.")
    @APIResponse(responseCode = "200", description = "The rule")
    @APIResponse(responseCode = "400", description = REFUSED)
    @APIResponse(responseCode = "404", description = NONE)
    public RenewalRuleResponse change(@PathParam("id") UUID id, RenewalRuleRequest request) {
        return RenewalRuleResponse.of(changeRule.run(caller.get(), id, request.toWanted()));
    }

    @DELETE
    @Path("/{id}")
    @Needs({
        CERTIFICATES_ENROLLMENT_PFX,
        CERTIFICATES_ENROLLMENT_CSR,
        CERTIFICATE_STORES_SCHEDULE,
        CERTIFICATE_STORES_MODIFY
    })
    @Operation(summary = "Delete a renewal rule", description = "Renewals that have begun go on.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "404", description = NONE)
    public void delete(@PathParam("id") UUID id) {
        deleteRule.run(caller.get(), id);
    }
}
