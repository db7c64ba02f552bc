package io.quartermaster.server.live;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;
import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_MODIFY;
import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_READ;

import io.quartermaster.server.http.CursorParameters;
import io.quartermaster.server.http.Cursors;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Addresses that events are sent to. */
@Path("/qm/v1/webhooks")
@RunOnVirtualThread
public class WebhooksResource {
    private final CurrentCaller caller;
    private final ListWebhooks listWebhooks;
    private final CreateWebhook createWebhook;
    private final GetWebhook getWebhook;
    private final ChangeWebhook changeWebhook;
    private final DeleteWebhook deleteWebhook;
    private final TestWebhook testWebhook;
    private final ListDeliveries listDeliveries;
    private final ReplayDelivery replayDelivery;

    public WebhooksResource(
            CurrentCaller caller,
            ListWebhooks listWebhooks,
            CreateWebhook createWebhook,
            GetWebhook getWebhook,
            ChangeWebhook changeWebhook,
            DeleteWebhook deleteWebhook,
            TestWebhook testWebhook,
            ListDeliveries listDeliveries,
            ReplayDelivery replayDelivery) {
        this.caller = caller;
        this.listWebhooks = listWebhooks;
        this.createWebhook = createWebhook;
        this.getWebhook = getWebhook;
        this.changeWebhook = changeWebhook;
        this.deleteWebhook = deleteWebhook;
        this.testWebhook = testWebhook;
        this.listDeliveries = listDeliveries;
        this.replayDelivery = replayDelivery;
    }

    @GET
    @Needs({APPLICATION_SETTINGS_READ, AGENTS_MANAGEMENT_READ})
    @Operation(summary = "List webhooks")
    @APIResponse(responseCode = "200", description = "Some webhooks, oldest first, and where the list goes on")
    public WebhooksResponse list(@BeanParam CursorParameters parameters) {
        int limit = parameters.toLimit();
        return WebhooksResponse.of(
                listWebhooks.run(caller.get(), Cursors.guid(WebhooksResponse.LIST, parameters.after()), limit), limit);
    }

    @POST
    @Needs({APPLICATION_SETTINGS_MODIFY, AGENTS_MANAGEMENT_READ})
    @Operation(
            summary = "Create a webhook",
            description = "From now on events that fit are sent to Url, each at least once, signed with the secret of"
                    + " the answer. It is shown this once.")
    @APIResponse(responseCode = "200", description = "The webhook and its secret")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 an address that is not sent to; 0xA0110021 the query cannot be read")
    public WebhookResponse create(WebhookRequest request) {
        CreateWebhook.Created created = createWebhook.run(caller.get(), request.toWanted());
        return WebhookResponse.of(created.webhook(), created.secret());
    }

    @GET
    @Path("/{id}")
    @Needs({APPLICATION_SETTINGS_READ, AGENTS_MANAGEMENT_READ})
    @Operation(summary = "Get a webhook")
    @APIResponse(responseCode = "200", description = "The webhook, without its secret")
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    public WebhookResponse get(@PathParam("id") UUID id) {
        return WebhookResponse.of(getWebhook.run(caller.get(), id));
    }

    @PUT
    @Path("/{id}")
    @Needs({APPLICATION_SETTINGS_MODIFY, AGENTS_MANAGEMENT_READ})
    @Operation(
            summary = "Change a webhook",
            description = "All that the request has; the secret stays. Switched on again, it goes on where it was.")
    @APIResponse(responseCode = "200", description = "The webhook")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 an address that is not sent to; 0xA0110021 the query cannot be read")
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    public WebhookResponse change(@PathParam("id") UUID id, WebhookRequest request) {
        return WebhookResponse.of(changeWebhook.run(caller.get(), id, request.toWanted()));
    }

    @DELETE
    @Path("/{id}")
    @Needs({APPLICATION_SETTINGS_MODIFY, AGENTS_MANAGEMENT_READ})
    @Operation(summary = "Delete a webhook", description = "With its log and all that waits to be delivered.")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "There is no such webhook, or not any more")
    public void delete(@PathParam("id") UUID id) {
        deleteWebhook.run(caller.get(), id);
    }

    @POST
    @Path("/{id}/test")
    @Needs({APPLICATION_SETTINGS_MODIFY, AGENTS_MANAGEMENT_READ})
    @Operation(summary = "Send a webhook a test", description = "At once and once only, also while it is off.")
    @APIResponse(responseCode = "200", description = "What came of it")
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    public DeliveryResponse test(@PathParam("id") UUID id) {
        return DeliveryResponse.of(testWebhook.run(caller.get(), id));
    }

    @GET
    @Path("/{id}/deliveries")
    @Needs({APPLICATION_SETTINGS_READ, AGENTS_MANAGEMENT_READ})
    @Operation(summary = "List the deliveries of a webhook")
    @APIResponse(responseCode = "200", description = "Some deliveries, newest first, and where the list goes on")
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    public DeliveriesResponse deliveries(@PathParam("id") UUID id, @BeanParam CursorParameters parameters) {
        int limit = parameters.toLimit();
        return DeliveriesResponse.of(
                id,
                listDeliveries.run(
                        caller.get(), id, Cursors.guid(DeliveriesResponse.list(id), parameters.after()), limit),
                limit);
    }

    @POST
    @Path("/{id}/deliveries/{deliveryId}/replay")
    @Needs({APPLICATION_SETTINGS_MODIFY, AGENTS_MANAGEMENT_READ})
    @Operation(
            summary = "Deliver once more",
            description = "The same body, as a delivery with an id and a signature of its own.")
    @APIResponse(responseCode = "200", description = "The new delivery, which waits")
    @APIResponse(responseCode = "400", description = "0xA0110023 the webhook is off, or the delivery waits")
    @APIResponse(responseCode = "404", description = "There is no such webhook or delivery")
    public DeliveryResponse replay(@PathParam("id") UUID id, @PathParam("deliveryId") UUID deliveryId) {
        return DeliveryResponse.of(replayDelivery.run(caller.get(), id, deliveryId));
    }
}
