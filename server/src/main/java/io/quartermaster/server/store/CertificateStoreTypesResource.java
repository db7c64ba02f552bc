package io.quartermaster.server.store;

import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_MODIFY;

import io.quartermaster.server.http.IdList;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.PagingParameters;
import io.quartermaster.server.security.CurrentCaller;
import io.quartermaster.server.security.StoreVerb;
import io.quartermaster.server.setting.StoreSettings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What people do with the types of certificate stores. */
@Path("/KeyfactorAPI/CertificateStoreTypes")
@Tag(name = "CertificateStoreTypes")
@RunOnVirtualThread
public class CertificateStoreTypesResource {
    /** Types of one request. */
    static final int TYPES_MAX = 10_000;

    private static final String NONE = "There is no such store type";
    private static final String TAKEN = "0xA0110001 a member is missing or cannot be; 0xA0110026 the Name, ShortName,"
            + " Capability or a job type is that of another type";
    private static final String IN_USE = "0xA0110026 every server has the type, or there is something of it";

    private final CurrentCaller caller;
    private final ListStoreTypes listStoreTypes;
    private final GetStoreType getStoreType;
    private final CreateStoreType createStoreType;
    private final UpdateStoreType updateStoreType;
    private final DeleteStoreTypes deleteStoreTypes;
    private final Supplier<StoreSettings> settings;

    CertificateStoreTypesResource(
            CurrentCaller caller,
            ListStoreTypes listStoreTypes,
            GetStoreType getStoreType,
            CreateStoreType createStoreType,
            UpdateStoreType updateStoreType,
            DeleteStoreTypes deleteStoreTypes,
            Supplier<StoreSettings> settings) {
        this.caller = caller;
        this.listStoreTypes = listStoreTypes;
        this.getStoreType = getStoreType;
        this.createStoreType = createStoreType;
        this.updateStoreType = updateStoreType;
        this.deleteStoreTypes = deleteStoreTypes;
        this.settings = settings;
    }

    @GET
    @Needs(inContainer = StoreVerb.READ)
    @Operation(
            summary = "List certificate store types",
            description = "Sorted by Name unless SortField is given: any field of the query.")
    @APIResponse(responseCode = "200", description = "One page; the header X-Total-Count has the number of all rows")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField")
    public Page<CertificateStoreTypeResponse> list(@BeanParam PagingParameters paging) {
        return listStoreTypes.run(caller.get(), paging.toPaging()).map(this::answer);
    }

    @GET
    @Path("/{id}")
    @Needs(inContainer = StoreVerb.READ)
    @Operation(summary = "Get a certificate store type")
    @APIResponse(responseCode = "200", description = "The store type")
    @APIResponse(responseCode = "404", description = NONE)
    public CertificateStoreTypeResponse get(@PathParam("id") int id) {
        return answer(getStoreType.run(caller.get(), id));
    }

    @GET
    @Path("/Name/{name}")
    @Needs(inContainer = StoreVerb.READ)
    @Operation(
            summary = "Get a certificate store type by its short name",
            description = "In any case. An array, as there may be none.")
    @APIResponse(responseCode = "200", description = "The store type, or nothing")
    public List<CertificateStoreTypeResponse> getByName(@PathParam("name") String name) {
        return getStoreType.run(caller.get(), name).map(this::answer).stream().toList();
    }

    @POST
    @Needs(CERTIFICATE_STORES_MODIFY)
    @Operation(
            summary = "Add a certificate store type",
            description = "With the job types that its operations need; agents that announce the capability do them.")
    @APIResponse(responseCode = "200", description = "The store type")
    @APIResponse(responseCode = "400", description = TAKEN)
    public CertificateStoreTypeResponse create(CertificateStoreTypeRequest request) {
        return answer(createStoreType.run(caller.get(), request.toType()));
    }

    @PUT
    @Needs(CERTIFICATE_STORES_MODIFY)
    @Operation(
            summary = "Replace a certificate store type",
            description = "The one that StoreType says. While there are stores or jobs of it, only Name and ShortName"
                    + " change, and operations come in addition.")
    @APIResponse(responseCode = "200", description = "The store type as it is now")
    @APIResponse(responseCode = "400", description = TAKEN + ", or stores forbid the change")
    @APIResponse(responseCode = "404", description = NONE)
    public CertificateStoreTypeResponse update(CertificateStoreTypeRequest request) {
        return answer(updateStoreType.run(caller.get(), request.toId(), request.toType()));
    }

    @DELETE
    @Path("/{id}")
    @Needs(CERTIFICATE_STORES_MODIFY)
    @Operation(summary = "Delete a certificate store type", description = "One of which there is nothing.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "400", description = IN_USE)
    @APIResponse(responseCode = "404", description = NONE)
    public void delete(@PathParam("id") int id) {
        deleteStoreTypes.run(caller.get(), id);
    }

    @DELETE
    @Needs(CERTIFICATE_STORES_MODIFY)
    @Operation(summary = "Delete certificate store types", description = "All or none.")
    @APIResponse(responseCode = "204", description = "All of them are deleted")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 no list of numbers; 0xA0110022 some do not exist; " + IN_USE)
    public void deleteMany(List<@Nullable Integer> ids) {
        deleteStoreTypes.run(caller.get(), IdList.read("The body", ids, "store type", TYPES_MAX));
    }

    private CertificateStoreTypeResponse answer(StoreType type) {
        return CertificateStoreTypeResponse.of(type, settings.get().typeEnums());
    }
}
