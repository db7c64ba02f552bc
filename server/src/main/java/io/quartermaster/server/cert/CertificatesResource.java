package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_DELETE;
import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;
import static io.quartermaster.server.security.Permission.SECURITY_READ;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quartermaster.server.http.IdList;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.PagingParameters;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /Certificates}: finding, looking at and forgetting them. */
@Path("/KeyfactorAPI/Certificates")
@Tag(name = "Certificate")
@RunOnVirtualThread
public class CertificatesResource {
    private static final String NONE = "There is no such certificate, or it is not in the collection";

    private final CurrentCaller caller;
    private final ListCertificates listCertificates;
    private final GetCertificate getCertificate;
    private final LocateCertificate locateCertificate;
    private final ReadCertificateHistory readHistory;
    private final ValidateCertificate validateCertificate;
    private final ExportCertificates exportCertificates;
    private final ListCertificateRoles listRoles;
    private final AuditIdentities auditIdentities;
    private final DeleteCertificates deleteCertificates;
    private final DeletePrivateKeys deletePrivateKeys;

    public CertificatesResource(
            CurrentCaller caller,
            ListCertificates listCertificates,
            GetCertificate getCertificate,
            LocateCertificate locateCertificate,
            ReadCertificateHistory readHistory,
            ValidateCertificate validateCertificate,
            ExportCertificates exportCertificates,
            ListCertificateRoles listRoles,
            AuditIdentities auditIdentities,
            DeleteCertificates deleteCertificates,
            DeletePrivateKeys deletePrivateKeys) {
        this.caller = caller;
        this.listCertificates = listCertificates;
        this.getCertificate = getCertificate;
        this.locateCertificate = locateCertificate;
        this.readHistory = readHistory;
        this.validateCertificate = validateCertificate;
        this.exportCertificates = exportCertificates;
        this.listRoles = listRoles;
        this.auditIdentities = auditIdentities;
        this.deleteCertificates = deleteCertificates;
        this.deletePrivateKeys = deletePrivateKeys;
    }

    @GET
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_READ)
    @Operation(
            summary = "List certificates",
            description =
                    "Those that were found in stores, issued or imported; sorted by Id unless SortField is given: any"
                            + " field of the query that a certificate has one of. Metadata fields are fields of the query.")
    @APIResponse(responseCode = "200", description = "One page; the header X-Total-Count has the number of all rows")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField")
    @APIResponse(responseCode = "404", description = "There is no such collection")
    public Page<CertificateResponse> list(@BeanParam CertificateListParameters parameters) {
        return listCertificates.run(caller.get(), parameters.toSearch()).map(CertificateResponse::of);
    }

    @GET
    @Path("/{id}")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_READ)
    @Operation(summary = "Get a certificate")
    @APIResponse(responseCode = "200", description = "The certificate")
    @APIResponse(responseCode = "404", description = NONE)
    public CertificateResponse get(
            @PathParam("id") int id,
            @QueryParam("includeLocations") @Nullable Boolean includeLocations,
            @QueryParam("includeMetadata") @Nullable Boolean includeMetadata,
            @QueryParam("collectionId") @Nullable Integer collectionId,
            @QueryParam("verbose") @Nullable Integer verbose) {
        return CertificateResponse.of(getCertificate.run(
                caller.get(),
                id,
                collectionId,
                new CertificateSearch.Details(
                        Boolean.TRUE.equals(includeLocations), Boolean.TRUE.equals(includeMetadata))));
    }

    @GET
    @Path("/Locations/{id}")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_READ, also = "only stores the caller may read are told")
    @Operation(
            summary = "Say where a certificate lies",
            description = "By store type, as the last inventories found it; at most 10,000 places.")
    @APIResponse(responseCode = "200", description = "The places, as far as you may see the stores")
    @APIResponse(responseCode = "404", description = NONE)
    public CertificateLocationsResponse locations(
            @PathParam("id") int id, @QueryParam("collectionId") @Nullable Integer collectionId) {
        return CertificateLocationsResponse.of(locateCertificate.run(caller.get(), id, collectionId));
    }

    @GET
    @Path("/{id}/History")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_READ)
    @Operation(
            summary = "List what was done with a certificate",
            description = "From the audit; oldest first unless SortField is given.")
    @APIResponse(responseCode = "200", description = "One page; the header X-Total-Count has the number of all rows")
    @APIResponse(responseCode = "400", description = "0xA011004A unknown SortField")
    @APIResponse(responseCode = "404", description = NONE)
    public Page<CertificateEventResponse> history(
            @PathParam("id") int id,
            @BeanParam PagingParameters paging,
            @QueryParam("collectionId") @Nullable Integer collectionId) {
        return readHistory
                .run(caller.get(), id, collectionId, paging.toPaging())
                .map(CertificateEventResponse::of);
    }

    @GET
    @Path("/{id}/Validate")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_READ)
    @Operation(
            summary = "Judge a certificate",
            description = "By the times and revocations that this server knows, of the certificate and of its issuers.")
    @APIResponse(responseCode = "200", description = "Whether it is valid, and what was looked at")
    @APIResponse(responseCode = "404", description = NONE)
    public CertificateValidationResponse validate(
            @PathParam("id") int id, @QueryParam("collectionId") @Nullable Integer collectionId) {
        return CertificateValidationResponse.of(validateCertificate.run(caller.get(), id, collectionId));
    }

    @GET
    @Path("/{id}/Security")
    @Needs(value = SECURITY_READ, inCollection = CERTIFICATES_COLLECTIONS_READ)
    @Operation(summary = "List the roles that may do something with a certificate")
    @APIResponse(responseCode = "200", description = "Roles, with what they may do")
    @APIResponse(responseCode = "404", description = NONE)
    public CertificateRolesResponse security(
            @PathParam("id") int id, @QueryParam("collectionId") @Nullable Integer collectionId) {
        return CertificateRolesResponse.of(listRoles.run(caller.get(), id, collectionId));
    }

    @GET
    @Path("/IdentityAudit/{id}")
    @Needs(value = SECURITY_READ, inCollection = CERTIFICATES_COLLECTIONS_READ)
    @Operation(summary = "List the accounts that may do something with a certificate")
    @APIResponse(responseCode = "200", description = "Accounts, with what they may do and through which roles")
    @APIResponse(responseCode = "404", description = NONE)
    public List<IdentityAuditResponse> identityAudit(
            @PathParam("id") int id, @QueryParam("collectionId") @Nullable Integer collectionId) {
        return IdentityAuditResponse.of(auditIdentities.run(caller.get(), id, collectionId));
    }

    @GET
    @Path("/CSV")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_READ)
    @Operation(
            summary = "Write certificates as a table",
            description =
                    "As CSV in one JSON text, with metadata; expired and revoked certificates too. At most 50,000.")
    @APIResponse(
            responseCode = "200",
            description = "The table",
            content = @Content(mediaType = "application/json", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA011004A unknown SortName; 0xA0110001 too many rows")
    public JsonNode csv(
            @QueryParam("SortName") @Nullable String sortName,
            @QueryParam("SortOrder") @Nullable Integer sortOrder,
            @QueryParam("Query") @Nullable String query,
            @QueryParam("CollectionId") @Nullable Integer collectionId) {
        return new TextNode(exportCertificates.run(
                caller.get(), query, collectionId, sortName, sortOrder != null && sortOrder != 0));
    }

    @DELETE
    @Path("/{id}")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_DELETE)
    @Operation(
            summary = "Forget a certificate",
            description = "With its private key and metadata. One that lies in a store stays: remove it there first.")
    @APIResponse(responseCode = "204", description = "It is forgotten")
    @APIResponse(responseCode = "400", description = "0xA0110023 it lies in a certificate store")
    @APIResponse(responseCode = "404", description = NONE)
    public void delete(@PathParam("id") int id, @QueryParam("collectionId") @Nullable Integer collectionId) {
        deleteCertificates.run(caller.get(), id, collectionId);
    }

    @DELETE
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_DELETE)
    @Operation(
            summary = "Forget certificates",
            description = "With their private keys and metadata; all or none. Those that lie in a store stay.")
    @APIResponse(responseCode = "204", description = "All of them are forgotten")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 no list of ids; 0xA0110022 some do not exist; 0xA0110023 some lie in stores")
    public void deleteMany(List<@Nullable Integer> ids, @QueryParam("collectionId") @Nullable Integer collectionId) {
        deleteCertificates.run(caller.get(), selection(ids), collectionId);
    }

    @DELETE
    @Path("/Query")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_DELETE)
    @Operation(
            summary = "Forget the certificates that a query finds",
            description =
                    "Expired and revoked ones too; all or none, at most 100,000. The body is the query as a JSON text.")
    @APIResponse(responseCode = "204", description = "All of them are forgotten")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 no query; 0xA0110021 it cannot be read; 0xA0110023 some lie in stores")
    public void deleteByQuery(
            @RequestBody(content = @Content(mediaType = "application/json", schema = @Schema(type = SchemaType.STRING)))
                    JsonNode query,
            @QueryParam("collectionId") @Nullable Integer collectionId) {
        deleteCertificates.run(caller.get(), CertificateSelection.byQuery("The body", query.textValue()), collectionId);
    }

    @DELETE
    @Path("/PrivateKey/{id}")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_DELETE)
    @Operation(summary = "Forget the private key of a certificate")
    @APIResponse(responseCode = "204", description = "No private key of it is kept")
    @APIResponse(responseCode = "404", description = NONE)
    public void deletePrivateKey(@PathParam("id") int id, @QueryParam("collectionId") @Nullable Integer collectionId) {
        deletePrivateKeys.run(caller.get(), id, collectionId);
    }

    @DELETE
    @Path("/PrivateKey")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_DELETE)
    @Operation(summary = "Forget the private keys of certificates", description = "All or none.")
    @APIResponse(responseCode = "204", description = "No private keys of them are kept")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 no list of ids; 0xA0110022 some of the certificates do not exist")
    public void deletePrivateKeysOfMany(
            List<@Nullable Integer> ids, @QueryParam("collectionId") @Nullable Integer collectionId) {
        deletePrivateKeys.run(caller.get(), selection(ids), collectionId);
    }

    private static CertificateSelection.ByIds selection(List<@Nullable Integer> ids) {
        return new CertificateSelection.ByIds(
                IdList.read("The body", ids, "certificate", CertificateSelection.CERTIFICATES_MAX));
    }
}
