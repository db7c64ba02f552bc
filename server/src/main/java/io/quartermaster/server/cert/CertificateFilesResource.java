package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_PRIVATE_KEY_READ;
import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;
import static io.quartermaster.server.security.Permission.CERTIFICATES_IMPORT;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /Certificates}: certificates as files, out of the server and into it. */
@Path("/KeyfactorAPI/Certificates")
@Tag(name = "Certificate")
@RunOnVirtualThread
public class CertificateFilesResource {
    private static final String FORMAT = "x-certificateformat";

    private final CurrentCaller caller;
    private final DownloadCertificate downloadCertificate;
    private final RecoverCertificate recoverCertificate;
    private final ImportCertificate importCertificate;
    private final AnalyzeCertificate analyzeCertificate;

    public CertificateFilesResource(
            CurrentCaller caller,
            DownloadCertificate downloadCertificate,
            RecoverCertificate recoverCertificate,
            ImportCertificate importCertificate,
            AnalyzeCertificate analyzeCertificate) {
        this.caller = caller;
        this.downloadCertificate = downloadCertificate;
        this.recoverCertificate = recoverCertificate;
        this.importCertificate = importCertificate;
        this.analyzeCertificate = analyzeCertificate;
    }

    @POST
    @Path("/Download")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_READ)
    @Operation(
            summary = "Get a certificate as a file",
            description =
                    "With its chain if asked for, as far as the server knows it; leaf first unless asked otherwise.")
    @APIResponse(responseCode = "200", description = "The file, as base64")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110001 the format, the order, or no certificate is named; 0xA0110023 several have the name")
    @APIResponse(responseCode = "404", description = "There is no such certificate, or it is not in the collection")
    public CertificateFileResponse download(
            @Parameter(description = "PEM (the default), DER, CRT or P7B") @HeaderParam(FORMAT) @Nullable String format,
            @QueryParam("collectionId") @Nullable Integer collectionId,
            CertificateDownloadRequest request) {
        return CertificateFileResponse.of(downloadCertificate.run(
                caller.get(),
                request.toChoice(),
                collectionId,
                CertificateFormat.read(format, CertificateFormat.WITHOUT_KEY),
                request.toOrder()));
    }

    @POST
    @Path("/Recover")
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_PRIVATE_KEY_READ)
    @Operation(
            summary = "Get a certificate with its private key as a file",
            description = "Encrypted with the password. Only for keys that the server keeps.")
    @APIResponse(responseCode = "200", description = "The file, as base64")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 the format, the order, the password, or no certificate is named; 0xA0110002 its"
                    + " private key is not kept here; 0xA0110023 several have the name")
    @APIResponse(responseCode = "404", description = "There is no such certificate, or it is not in the collection")
    public CertificateRecoveryResponse recover(
            @Parameter(description = "PFX (the default) or PEM") @HeaderParam(FORMAT) @Nullable String format,
            @QueryParam("collectionId") @Nullable Integer collectionId,
            CertificateRecoveryRequest request) {
        return CertificateRecoveryResponse.of(
                recoverCertificate.run(caller.get(), request.toChoice(), collectionId, request.toWanted(format)));
    }

    @POST
    @Path("/Import")
    @Needs(
            value = CERTIFICATES_IMPORT,
            also = "`/certificates/collections/private_key/import/` for a file with a private key")
    @Operation(
            summary = "Add a certificate",
            description =
                    "With its chain, its private key if the file has it, and metadata. DER, PEM, PKCS#7 and PKCS#12 are"
                            + " read.")
    @APIResponse(responseCode = "200", description = "What became of it")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 the file, its password, a metadata field, or stores to put it into")
    public CertificateImportResponse add(CertificateImportRequest request) {
        return CertificateImportResponse.of(
                importCertificate.run(caller.get(), request.toFile(), request.toMetadata()));
    }

    @POST
    @Path("/Analyze")
    @Needs(CERTIFICATES_IMPORT)
    @Operation(summary = "Say what a file of certificates holds", description = "Nothing of it is kept.")
    @APIResponse(responseCode = "200", description = "Its certificates")
    @APIResponse(responseCode = "400", description = "0xA0110001 the file, or its password")
    public List<AnalyzedCertificateResponse> analyze(AnalyzeCertificateRequest request) {
        return analyzeCertificate.run(caller.get(), request.toFile()).stream()
                .map(AnalyzedCertificateResponse::of)
                .toList();
    }
}
