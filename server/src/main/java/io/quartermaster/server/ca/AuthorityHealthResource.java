package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_MODIFY;
import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_READ;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** When authorities are tried, and who hears of one that fails. */
@Path("/KeyfactorAPI/CertificateAuthority")
@RunOnVirtualThread
@Tag(name = "CertificateAuthority")
public class AuthorityHealthResource {
    private static final String RECIPIENTS = "/AlertRecipients/CAHealthRecipients";
    private static final String NONE = "There is no such recipient";

    private final CurrentCaller caller;
    private final ListAlertRecipients listAlertRecipients;
    private final ChangeAlertRecipients changeAlertRecipients;
    private final GetHealthSchedule getHealthSchedule;
    private final ListForests listForests;

    public AuthorityHealthResource(
            CurrentCaller caller,
            ListAlertRecipients listAlertRecipients,
            ChangeAlertRecipients changeAlertRecipients,
            GetHealthSchedule getHealthSchedule,
            ListForests listForests) {
        this.caller = caller;
        this.listAlertRecipients = listAlertRecipients;
        this.changeAlertRecipients = changeAlertRecipients;
        this.getHealthSchedule = getHealthSchedule;
        this.listForests = listForests;
    }

    @GET
    @Path("/HealthMonitoring/Schedule")
    @Needs(CERTIFICATE_AUTHORITIES_READ)
    @Operation(
            summary = "When certificate authorities are tried",
            description = "Changed like that of every periodic task, with POST /Scheduling.")
    @APIResponse(responseCode = "200", description = "The periodic task")
    public HealthScheduleResponse schedule() {
        return getHealthSchedule.run(caller.get());
    }

    @GET
    @Path(RECIPIENTS)
    @Needs(CERTIFICATE_AUTHORITIES_READ)
    @Operation(summary = "List who gets mail when an authority fails or works again")
    @APIResponse(responseCode = "200", description = "All of them")
    public List<AlertRecipientResponse> list() {
        return listAlertRecipients.run(caller.get()).stream()
                .map(AlertRecipientResponse::of)
                .toList();
    }

    @GET
    @Path(RECIPIENTS + "/{id}")
    @Needs(CERTIFICATE_AUTHORITIES_READ)
    @Operation(summary = "Get one who gets mail about authorities")
    @APIResponse(responseCode = "200", description = "The recipient")
    @APIResponse(responseCode = "404", description = NONE)
    public AlertRecipientResponse get(@PathParam("id") int id) {
        return AlertRecipientResponse.of(listAlertRecipients.run(caller.get(), id));
    }

    @POST
    @Path(RECIPIENTS)
    @Needs(CERTIFICATE_AUTHORITIES_MODIFY)
    @Operation(summary = "Add some who get mail about authorities", description = "Those that are there stay.")
    @APIResponse(responseCode = "200", description = "All of these")
    @APIResponse(responseCode = "400", description = "0xA0110001 not mail addresses")
    public List<AlertRecipientResponse> add(AlertRecipientsRequest request) {
        return changeAlertRecipients.run(caller.get(), request).stream()
                .map(AlertRecipientResponse::of)
                .toList();
    }

    @PUT
    @Path(RECIPIENTS + "/{id}")
    @Needs(CERTIFICATE_AUTHORITIES_MODIFY)
    @Operation(summary = "Change the address of one who gets mail about authorities")
    @APIResponse(responseCode = "200", description = "The recipient as it is now")
    @APIResponse(responseCode = "400", description = "0xA0110001 no mail address; 0xA0110026 a recipient already")
    @APIResponse(responseCode = "404", description = NONE)
    public AlertRecipientResponse update(@PathParam("id") int id, AlertRecipientRequest request) {
        return AlertRecipientResponse.of(changeAlertRecipients.run(caller.get(), id, request));
    }

    @DELETE
    @Path(RECIPIENTS + "/{id}")
    @Needs(CERTIFICATE_AUTHORITIES_MODIFY)
    @Operation(summary = "Take away one who gets mail about authorities")
    @APIResponse(responseCode = "204", description = "No more mail goes there")
    @APIResponse(responseCode = "404", description = NONE)
    public void delete(@PathParam("id") int id) {
        changeAlertRecipients.run(caller.get(), id);
    }

    @GET
    @Path("/AvailableForests")
    @Needs(CERTIFICATE_AUTHORITIES_READ)
    @Operation(summary = "List directory forests with authorities", description = "The server knows none.")
    @APIResponse(responseCode = "200", description = "Always empty")
    public List<String> forests() {
        return listForests.run(caller.get());
    }
}
