package io.quartermaster.server.store;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.PagingParameters;
import io.quartermaster.server.schedule.WeekDayForm;
import io.quartermaster.server.security.CurrentCaller;
import io.quartermaster.server.security.StoreVerb;
import io.quartermaster.server.setting.JobSettings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /CertificateStores}. */
@Path("/KeyfactorAPI/CertificateStores")
@Tag(name = "CertificateStore")
@RunOnVirtualThread
public class CertificateStoresResource {
    private static final String NONE = "There is no such certificate store";
    private static final String UNKNOWN =
            "0xA0110001 no list of store ids; 0xA0110022 some of the stores do not exist, and nothing was done";

    private final CurrentCaller caller;
    private final ListStores listStores;
    private final GetStore getStore;
    private final CreateStore createStore;
    private final DeleteStores deleteStores;
    private final ScheduleInventory scheduleInventory;
    private final StoreInventory storeInventory;
    private final Supplier<JobSettings> settings;

    CertificateStoresResource(
            CurrentCaller caller,
            ListStores listStores,
            GetStore getStore,
            CreateStore createStore,
            DeleteStores deleteStores,
            ScheduleInventory scheduleInventory,
            StoreInventory storeInventory,
            Supplier<JobSettings> settings) {
        this.caller = caller;
        this.listStores = listStores;
        this.getStore = getStore;
        this.createStore = createStore;
        this.deleteStores = deleteStores;
        this.scheduleInventory = scheduleInventory;
        this.storeInventory = storeInventory;
        this.settings = settings;
    }

    @GET
    @Needs(inContainer = StoreVerb.READ)
    @Operation(
            summary = "List certificate stores",
            description =
                    "Those the caller may see, sorted by ClientMachine unless SortField is given: any field of the"
                            + " query but CertificateId.")
    @APIResponse(responseCode = "200", description = "One page; the header X-Total-Count has the number of all rows")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField")
    public Page<CertificateStoreResponse> list(
            @BeanParam PagingParameters paging,
            @Parameter(description = "Accepted and ignored: only stores you may see are listed in any case.")
                    @QueryParam("PerformRoleCheck")
                    @Nullable
                    Boolean performRoleCheck,
            @Parameter(description = "Accepted and ignored.") @QueryParam("RoleIdList") @Nullable
                    List<Integer> roleIdList) {
        return listStores
                .run(caller.get(), paging.toPaging())
                .map(store -> CertificateStoreResponse.listed(store, weekDays()));
    }

    @GET
    @Path("/{id}")
    @Needs(inContainer = StoreVerb.READ)
    @Operation(summary = "Get a certificate store", description = "Whether it has secrets is shown, and never which.")
    @APIResponse(responseCode = "200", description = "The store")
    @APIResponse(responseCode = "404", description = NONE)
    public CertificateStoreResponse get(@PathParam("id") UUID id) {
        return CertificateStoreResponse.single(getStore.run(caller.get(), id), weekDays());
    }

    @POST
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(
            summary = "Add a certificate store",
            description = "With the job that inventories it, if InventorySchedule or the container says when.")
    @APIResponse(responseCode = "200", description = "The store; InventorySchedule as it was sent")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 a field is missing, or the store type does not allow its value; 0xA0110024 the"
                    + " schedule; 0xA0110025 the agent is not approved or cannot read such stores; 0xA0110026 there is a"
                    + " store of that type in that place")
    public CertificateStoreResponse create(CertificateStoreRequest request) {
        return CertificateStoreResponse.created(
                createStore.run(caller.get(), request.toNewStore()), request.inventorySchedule(), weekDays());
    }

    @DELETE
    @Path("/{id}")
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(
            summary = "Delete a certificate store",
            description = "With its inventory, secrets and jobs. Its history and what lies on the machine stay.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "404", description = NONE)
    public void delete(@PathParam("id") UUID id) {
        deleteStores.run(caller.get(), id);
    }

    @DELETE
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(
            summary = "Delete certificate stores",
            description = "With their inventories, secrets and jobs; all or none. Their history and what lies on the"
                    + " machines stay.")
    @APIResponse(responseCode = "204", description = "All of them are deleted")
    @APIResponse(responseCode = "400", description = UNKNOWN)
    public void deleteMany(List<@Nullable UUID> ids) {
        deleteStores.run(caller.get(), StoreSelection.read(ids, "The body"));
    }

    @POST
    @Path("/Schedule")
    @Needs(inContainer = StoreVerb.SCHEDULE)
    @Operation(
            summary = "Schedule inventories",
            description = "Replaces the schedules of the stores, or takes them away; all or none.")
    @APIResponse(responseCode = "204", description = "All of them have the schedule")
    @APIResponse(
            responseCode = "400",
            description = UNKNOWN + "; 0xA0110023 some have no agent or are not approved; 0xA0110024 the schedule")
    public void schedule(ScheduleInventoryRequest request) {
        scheduleInventory.run(caller.get(), request.toStoreIds(), request.toSchedule());
    }

    @GET
    @Path("/{id}/Inventory")
    @Needs(inContainer = StoreVerb.READ)
    @Operation(
            summary = "List what is in a certificate store",
            description =
                    "As its last inventory found it. Counted by entries; sorted by Name unless SortField is given:"
                            + " CertStoreInventoryItemId.")
    @APIResponse(responseCode = "200", description = "One page; the header X-Total-Count has the number of all rows")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField")
    @APIResponse(responseCode = "404", description = NONE)
    public Page<InventoryEntryResponse> inventory(@PathParam("id") UUID id, @BeanParam PagingParameters paging) {
        return storeInventory
                .run(caller.get(), id, paging.toPaging())
                .map(entry -> InventoryEntryResponse.of(entry, id));
    }

    private WeekDayForm weekDays() {
        return settings.get().weekDays() == JobSettings.EnumForm.NAME ? WeekDayForm.NAME : WeekDayForm.NUMBER;
    }
}
