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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /CertificateStores}. */
@Path("/KeyfactorAPI/CertificateStores")
@Tag(name = "CertificateStore")
@RunOnVirtualThread
public class CertificateStoresResource {
    private final CurrentCaller caller;
    private final ListStores listStores;
    private final GetStore getStore;
    private final CreateStore createStore;
    private final DeleteStores deleteStores;
    private final ScheduleInventory scheduleInventory;
    private final StoreInventory storeInventory;
    private final WeekDayForm weekDays;

    CertificateStoresResource(
            CurrentCaller caller,
            ListStores listStores,
            GetStore getStore,
            CreateStore createStore,
            DeleteStores deleteStores,
            ScheduleInventory scheduleInventory,
            StoreInventory storeInventory,
            JobSettings settings) {
        this.caller = caller;
        this.listStores = listStores;
        this.getStore = getStore;
        this.createStore = createStore;
        this.deleteStores = deleteStores;
        this.scheduleInventory = scheduleInventory;
        this.storeInventory = storeInventory;
        this.weekDays = settings.weekDays() == JobSettings.EnumForm.NAME ? WeekDayForm.NAME : WeekDayForm.NUMBER;
    }

    @GET
    @Needs(inContainer = StoreVerb.READ)
    @Operation(operationId = "CertificateStoresGet", summary = "Certificate stores that match a query")
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
                .map(store -> CertificateStoreResponse.listed(store, weekDays));
    }

    @GET
    @Path("/{id}")
    @Needs(inContainer = StoreVerb.READ)
    @Operation(operationId = "CertificateStoresIdGet", summary = "One certificate store")
    public CertificateStoreResponse get(@PathParam("id") UUID id) {
        return CertificateStoreResponse.single(getStore.run(caller.get(), id), weekDays);
    }

    @POST
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(operationId = "CertificateStoresPost", summary = "Adds a certificate store")
    public CertificateStoreResponse create(CertificateStoreRequest request) {
        return CertificateStoreResponse.created(
                createStore.run(caller.get(), request.toNewStore()), request.inventorySchedule(), weekDays);
    }

    @DELETE
    @Path("/{id}")
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(operationId = "CertificateStoresIdDelete", summary = "Removes a certificate store from the server")
    public void delete(@PathParam("id") UUID id) {
        deleteStores.runOne(caller.get(), id);
    }

    @DELETE
    @Needs(inContainer = StoreVerb.MODIFY)
    @Operation(operationId = "CertificateStoresDelete", summary = "Removes certificate stores from the server")
    public void deleteMany(List<@Nullable UUID> ids) {
        deleteStores.run(caller.get(), StoreSelection.read(ids, "The body"));
    }

    @POST
    @Path("/Schedule")
    @Needs(inContainer = StoreVerb.SCHEDULE)
    @Operation(operationId = "CertificateStoresSchedulePost", summary = "Sets when stores are inventoried")
    public void schedule(ScheduleInventoryRequest request) {
        scheduleInventory.run(caller.get(), request.toStoreIds(), request.toSchedule());
    }

    @GET
    @Path("/{id}/Inventory")
    @Needs(inContainer = StoreVerb.READ)
    @Operation(operationId = "CertificateStoresIdInventoryGet", summary = "What is in a certificate store")
    public Page<InventoryEntryResponse> inventory(@PathParam("id") UUID id, @BeanParam PagingParameters paging) {
        return storeInventory
                .run(caller.get(), id, paging.toPaging())
                .map(entry -> InventoryEntryResponse.of(entry, id));
    }
}
