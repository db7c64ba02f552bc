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
import jakarta.ws.rs.PUT;
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
    private final UpdateStore updateStore;
    private final SetStorePassword setStorePassword;
    private final ApproveStores approveStores;
    private final AssignContainer assignContainer;
    private final Supplier<JobSettings> settings;

    CertificateStoresResource(
            CurrentCaller caller,
            ListStores listStores,
            GetStore getStore,
            CreateStore createStore,
            DeleteStores deleteStores,
            ScheduleInventory scheduleInventory,
            StoreInventory storeInventory,
            UpdateStore updateStore,
            SetStorePassword setStorePassword,
            ApproveStores approveStores,
            AssignContainer assignContainer,
            Supplier<JobSettings> settings) {
        this.caller = caller;
        this.listStores = listStores;
        this.getStore = getStore;
        this.createStore = createStore;
        this.deleteStores = deleteStores;
        this.scheduleInventory = scheduleInventory;
        this.storeInventory = storeInventory;
        this.updateStore = updateStore;
        this.setStorePassword = setStorePassword;
        this.approveStores = approveStores;
        this.assignContainer = assignContainer;
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

    @PUT
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(
            summary = "Replace a certificate store",
            description =
                    "All but its type and place. What is left out is taken away: ContainerId, InventorySchedule and"
                            + " properties too, but neither secrets nor the agent.")
    @APIResponse(responseCode = "200", description = "The store as it is now; InventorySchedule as it was sent")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 another type or place, or the store type does not allow a value; 0xA0110023 jobs"
                    + " that change the store wait for its agent; 0xA0110024 the schedule; 0xA0110025 the agent is not"
                    + " approved or cannot read such stores")
    @APIResponse(responseCode = "404", description = NONE)
    public CertificateStoreResponse update(CertificateStoreUpdateRequest request) {
        return CertificateStoreResponse.created(
                updateStore.run(caller.get(), request.toChange()), request.inventorySchedule(), weekDays());
    }

    @PUT
    @Path("/Password")
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(
            summary = "Tell the server another password of a store",
            description = "What lies on the machine keeps the one it has.")
    @APIResponse(responseCode = "204", description = "The server has it")
    @APIResponse(responseCode = "400", description = "0xA0110001 a field is missing, or no password")
    @APIResponse(responseCode = "404", description = NONE)
    public void setPassword(StorePasswordRequest request) {
        setStorePassword.run(caller.get(), request.toStoreId(), request.toPassword());
    }

    @PUT
    @Path("/AssignContainer")
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(
            summary = "Put certificate stores into a container",
            description =
                    "Into one that is there, or a new one; all or none. Stores without a schedule take that of the"
                            + " container.")
    @APIResponse(responseCode = "200", description = "The stores as they are now")
    @APIResponse(
            responseCode = "400",
            description =
                    UNKNOWN + "; 0xA0110023 some are of another type than the container; 0xA0110026 the name of the"
                            + " new one is taken")
    public List<CertificateStoreResponse> assignContainer(ContainerAssignment request) {
        return assignContainer.run(caller.get(), request.toTarget(), request.toStoreIds()).stream()
                .map(store -> CertificateStoreResponse.listed(store, weekDays()))
                .toList();
    }

    @POST
    @Path("/Approve")
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(
            summary = "Take over certificate stores that were discovered",
            description = "With their properties and passwords; all of one type, all or none.")
    @APIResponse(responseCode = "204", description = "All of them are approved")
    @APIResponse(
            responseCode = "400",
            description = UNKNOWN + "; 0xA0110023 some are approved already, or of another type")
    public void approve(List<@Nullable StoreApprovalRequest> request) {
        approveStores.run(caller.get(), StoreApprovalRequest.read(request));
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
