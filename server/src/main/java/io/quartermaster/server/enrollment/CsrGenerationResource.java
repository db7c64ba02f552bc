package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_CSR_GENERATION;

import io.quartermaster.server.http.IdList;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.PagingParameters;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /CSRGeneration}: signing requests for others to certify, whose keys wait here. */
@Path("/KeyfactorAPI/CSRGeneration")
@Tag(name = "CSRGeneration")
@RunOnVirtualThread
public class CsrGenerationResource {
    private static final int IDS_MAX = 10_000;

    private final CurrentCaller caller;
    private final GenerateCsr generateCsr;
    private final ListPendingCsrs listPendingCsrs;
    private final GetPendingCsr getPendingCsr;
    private final DeletePendingCsrs deletePendingCsrs;

    CsrGenerationResource(
            CurrentCaller caller,
            GenerateCsr generateCsr,
            ListPendingCsrs listPendingCsrs,
            GetPendingCsr getPendingCsr,
            DeletePendingCsrs deletePendingCsrs) {
        this.caller = caller;
        this.generateCsr = generateCsr;
        this.listPendingCsrs = listPendingCsrs;
        this.getPendingCsr = getPendingCsr;
        this.deletePendingCsrs = deletePendingCsrs;
    }

    @POST
    @Path("/Generate")
    @Needs(CERTIFICATES_ENROLLMENT_CSR_GENERATION)
    @Operation(
            summary = "Make a key and a signing request",
            description = "The key stays here until a certificate for it is enrolled or imported, and then belongs to"
                    + " that.")
    @APIResponse(responseCode = "200", description = "The signing request as PEM")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 a field cannot be read, or a rule of the template stands against it")
    @APIResponse(responseCode = "503", description = "0xA011000B too many keys are being made; send it again later")
    public CsrContents generate(GenerateCsrRequest request) {
        return CsrContents.of(generateCsr.run(caller.get(), request.toOrder()));
    }

    @GET
    @Path("/Pending")
    @Needs(CERTIFICATES_ENROLLMENT_CSR_GENERATION)
    @Operation(
            summary = "List signing requests whose keys wait here",
            description = "Sorted by RequestTime unless SortField is given: Id, Subject or RequestedBy.")
    @APIResponse(responseCode = "200", description = "One page; the header X-Total-Count has the number of all rows")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField")
    public Page<PendingCsrResponse> list(@BeanParam PagingParameters paging) {
        return listPendingCsrs.run(caller.get(), paging.toPaging()).map(PendingCsrResponse::of);
    }

    @GET
    @Path("/Pending/{id}")
    @Needs(CERTIFICATES_ENROLLMENT_CSR_GENERATION)
    @Operation(summary = "Get a signing request whose key waits here")
    @APIResponse(responseCode = "200", description = "As PEM, with a name for the file")
    @APIResponse(responseCode = "404", description = "There is no such signing request")
    public PendingCsrFileResponse get(@PathParam("id") int id) {
        return PendingCsrFileResponse.of(getPendingCsr.run(caller.get(), id));
    }

    @DELETE
    @Path("/Pending/{id}")
    @Needs(CERTIFICATES_ENROLLMENT_CSR_GENERATION)
    @Operation(summary = "Delete a signing request and its key")
    @APIResponse(responseCode = "204", description = "Both are deleted")
    @APIResponse(responseCode = "404", description = "There is no such signing request")
    public void delete(@PathParam("id") int id) {
        deletePendingCsrs.run(caller.get(), id);
    }

    @DELETE
    @Path("/Pending")
    @Needs(CERTIFICATES_ENROLLMENT_CSR_GENERATION)
    @Operation(summary = "Delete signing requests and their keys", description = "All or none.")
    @APIResponse(responseCode = "204", description = "All of them are deleted")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 no list of ids; 0xA0110022 some do not exist, and nothing was deleted")
    public void deleteMany(List<@Nullable Integer> ids) {
        deletePendingCsrs.run(caller.get(), IdList.read("The body", ids, "signing request", IDS_MAX));
    }
}
