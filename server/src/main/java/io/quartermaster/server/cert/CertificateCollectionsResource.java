package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_MODIFY;
import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.PagingParameters;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
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

/** {@code /CertificateCollections}: queries with a name, for which permissions can be given. */
@Path("/KeyfactorAPI/CertificateCollections")
@Tag(name = "CertificateCollection")
@RunOnVirtualThread
public class CertificateCollectionsResource {
    private static final String NONE = "There is no such collection";
    private static final String REFUSED =
            "0xA0110001 a field of the request; 0xA0110021 the query cannot be read; 0xA0110026 the name is taken";
    private static final String LIST_REFUSED = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField";
    private static final String PAGE = "One page; the header X-Total-Count has the number of all rows";

    private final CurrentCaller caller;
    private final ListCollections listCollections;
    private final GetCollection getCollection;
    private final CreateCollection createCollection;
    private final UpdateCollection updateCollection;
    private final DeleteCollection deleteCollection;

    public CertificateCollectionsResource(
            CurrentCaller caller,
            ListCollections listCollections,
            GetCollection getCollection,
            CreateCollection createCollection,
            UpdateCollection updateCollection,
            DeleteCollection deleteCollection) {
        this.caller = caller;
        this.listCollections = listCollections;
        this.getCollection = getCollection;
        this.createCollection = createCollection;
        this.updateCollection = updateCollection;
        this.deleteCollection = deleteCollection;
    }

    @GET
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_READ)
    @Operation(
            summary = "List certificate collections",
            description =
                    "Those whose certificates you may see, sorted by Name unless SortField is given: any field of the"
                            + " query.")
    @APIResponse(responseCode = "200", description = PAGE)
    @APIResponse(responseCode = "400", description = LIST_REFUSED)
    public Page<CollectionResponse> list(@BeanParam PagingParameters paging) {
        return listCollections.run(caller.get(), paging.toPaging()).map(CollectionResponse::of);
    }

    @GET
    @Path("/CollectionList")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_READ)
    @Operation(
            summary = "List certificate collections",
            description = "As GET /CertificateCollections, with words for numbers.")
    @APIResponse(responseCode = "200", description = PAGE)
    @APIResponse(responseCode = "400", description = LIST_REFUSED)
    public Page<CollectionResponse.Listed> collectionList(@BeanParam PagingParameters paging) {
        return listCollections.run(caller.get(), paging.toPaging()).map(CollectionResponse.Listed::of);
    }

    @GET
    @Path("/NavItems")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_READ)
    @Operation(summary = "List the collections that the portal offers in its navigation")
    @APIResponse(responseCode = "200", description = "Those whose certificates you may see, by Name")
    public List<CollectionResponse.NavItem> navItems() {
        return listCollections.run(caller.get()).stream()
                .map(CollectionResponse.NavItem::of)
                .toList();
    }

    @GET
    @Path("/{id}")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_READ)
    @Operation(summary = "Get a certificate collection", description = "The path has its Id, or its Name in any case.")
    @APIResponse(responseCode = "200", description = "The collection")
    @APIResponse(responseCode = "404", description = NONE)
    public CollectionResponse get(@PathParam("id") String id) {
        return CollectionResponse.of(getCollection.run(caller.get(), id));
    }

    @POST
    @Needs(CERTIFICATES_COLLECTIONS_MODIFY)
    @Operation(
            summary = "Add a certificate collection",
            description = "With CopyFromId it begins with the query of another one.")
    @APIResponse(responseCode = "200", description = "The collection")
    @APIResponse(responseCode = "400", description = REFUSED)
    @APIResponse(responseCode = "404", description = "There is no collection to copy")
    public CollectionResponse create(CollectionRequest request) {
        return CollectionResponse.of(createCollection.run(caller.get(), request.toCollection()));
    }

    @POST
    @Path("/Copy")
    @Needs(CERTIFICATES_COLLECTIONS_MODIFY)
    @Operation(
            summary = "Copy a certificate collection",
            description =
                    "Its query, unless another is sent. Permissions are not copied: roles are given them by hand.")
    @APIResponse(responseCode = "200", description = "The copy")
    @APIResponse(responseCode = "400", description = REFUSED)
    @APIResponse(responseCode = "404", description = "There is no collection to copy")
    public CollectionResponse copy(CollectionRequest request) {
        return CollectionResponse.of(createCollection.run(caller.get(), request.toCopy()));
    }

    @PUT
    @Needs(CERTIFICATES_COLLECTIONS_MODIFY)
    @Operation(
            summary = "Change a certificate collection",
            description =
                    "All of it: what is not sent is cleared. Permissions for it are for what it finds from now on.")
    @APIResponse(responseCode = "200", description = "The collection as it is now")
    @APIResponse(responseCode = "400", description = REFUSED)
    @APIResponse(responseCode = "404", description = NONE)
    public CollectionResponse update(CollectionRequest request) {
        return CollectionResponse.of(updateCollection.run(caller.get(), request.toId(), request.toCollection()));
    }

    @PUT
    @Path("/{id}/Favorite")
    @Needs(CERTIFICATES_COLLECTIONS_MODIFY)
    @Operation(summary = "Offer a collection in the navigation of the portal, or not", description = "For everybody.")
    @APIResponse(responseCode = "204", description = "It is so")
    @APIResponse(responseCode = "400", description = "0xA0110001 ShowInNavigator is missing")
    @APIResponse(responseCode = "404", description = NONE)
    public void favorite(@PathParam("id") int id, FavoriteRequest request) {
        updateCollection.run(caller.get(), id, request.toFavorite());
    }

    @DELETE
    @Path("/{id}")
    @Needs(CERTIFICATES_COLLECTIONS_MODIFY)
    @Operation(summary = "Delete a certificate collection", description = "The certificates stay.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "404", description = NONE)
    public void delete(@PathParam("id") int id) {
        deleteCollection.run(caller.get(), id);
    }
}
