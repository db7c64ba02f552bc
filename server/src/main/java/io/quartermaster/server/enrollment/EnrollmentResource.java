package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_CSR;
import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_PFX;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.http.AnswerHeaders;
import io.quartermaster.server.http.AnyRole;
import io.quartermaster.server.http.ApiVersions;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.quartermaster.server.security.StoreVerb;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /Enrollment}: certificates that people and programs ask for. */
@Path("/KeyfactorAPI/Enrollment")
@Tag(name = "Enrollment")
@RunOnVirtualThread
public class EnrollmentResource {
    private static final String FORMAT = "x-certificateformat";
    private static final String FILE = "x-certificatefile";
    private static final String KEY_STATUS = "x-privatekeystatus";
    private static final String REFUSED =
            "0xA0110001 a field cannot be read, or a rule of the template or the authority"
                    + " stands against it; 0xA0110022 a certificate does not exist";

    private final CurrentCaller caller;
    private final EnrollCsr enrollCsr;
    private final EnrollPfx enrollPfx;
    private final DeployPfx deployPfx;
    private final ReplacePfx replacePfx;
    private final RenewCertificate renewCertificate;
    private final JudgeRenewal judgeRenewal;
    private final ParseCsr parseCsr;
    private final GetEnrollmentContext getContext;
    private final GetEnrollmentSettings getSettings;
    private final AnswerHeaders headers;

    EnrollmentResource(
            CurrentCaller caller,
            EnrollCsr enrollCsr,
            EnrollPfx enrollPfx,
            DeployPfx deployPfx,
            ReplacePfx replacePfx,
            RenewCertificate renewCertificate,
            JudgeRenewal judgeRenewal,
            ParseCsr parseCsr,
            GetEnrollmentContext getContext,
            GetEnrollmentSettings getSettings,
            AnswerHeaders headers) {
        this.caller = caller;
        this.enrollCsr = enrollCsr;
        this.enrollPfx = enrollPfx;
        this.deployPfx = deployPfx;
        this.replacePfx = replacePfx;
        this.renewCertificate = renewCertificate;
        this.judgeRenewal = judgeRenewal;
        this.parseCsr = parseCsr;
        this.getContext = getContext;
        this.getSettings = getSettings;
        this.headers = headers;
    }

    @POST
    @Path("/CSR")
    @ApiVersions({1, 2})
    @Needs(CERTIFICATES_ENROLLMENT_CSR)
    @Operation(
            summary = "Enroll with a signing request",
            description = "Template names the template, CertificateAuthority the authority; without either the usual"
                    + " authority issues for servers. SANs of the request take the place of those in the CSR.")
    @APIResponse(responseCode = "200", description = "The certificate; x-certificatefile has a name for its file")
    @APIResponse(responseCode = "400", description = REFUSED)
    @APIResponse(responseCode = "503", description = "0xA011000B the authority does not answer; send it again later")
    public CsrEnrollmentResponse csr(
            @Parameter(description = "PEM (the default) or DER") @HeaderParam(FORMAT) @Nullable String format,
            CsrEnrollmentRequest request) {
        boolean asDer = isDer(format);
        Enrolled enrolled = enrollCsr.run(caller.get(), request.toOrder());
        headers.put(FILE, enrolled.fileName() + (asDer ? ".der" : ".pem"));
        return CsrEnrollmentResponse.of(enrolled, request.wholeChain(), asDer);
    }

    private static boolean isDer(@Nullable String format) {
        return switch (format == null ? "" : format.strip().toUpperCase(Locale.ROOT)) {
            case "", "PEM", "BASE64" -> false;
            case "DER" -> true;
            default -> throw new CommandException(ErrorKind.MALFORMED, FORMAT + " must be PEM or DER here.");
        };
    }

    @POST
    @Path("/PFX")
    @ApiVersions({1, 2})
    @Needs(
            value = CERTIFICATES_ENROLLMENT_PFX,
            also = "with Stores: `/certificate_stores/schedule/` *c*; with RenewalCertificateId:"
                    + " `/certificates/collections/read/`")
    @Operation(
            summary = "Enroll with a key that the server makes",
            description =
                    "The key is kept as the template says. Stores are given the certificate at once; so is, with a"
                            + " renewal and InstallIntoExistingCertificateStores, wherever the renewed one lies.")
    @APIResponse(
            responseCode = "200",
            description = "The file in the form of x-certificateformat; x-certificatefile has a name for it,"
                    + " x-privatekeystatus says whether the key is kept")
    @APIResponse(responseCode = "400", description = REFUSED)
    @APIResponse(
            responseCode = "503",
            description =
                    "0xA011000B the authority does not answer, or too many keys are being made; send it again later")
    public PfxEnrollmentResponse pfx(
            @Parameter(description = "PFX (the default), PEM, ZIP, or STORE, which is as PFX")
                    @HeaderParam(FORMAT)
                    @Nullable
                    String format,
            PfxEnrollmentRequest request) {
        PfxOrder order = request.toOrder(PfxFormat.read(format));
        EnrolledPfx enrolled = enrollPfx.run(caller.get(), order);
        headers.put(
                FILE,
                enrolled.made().enrolled().fileName() + "." + order.format().extension());
        headers.put(KEY_STATUS, enrolled.made().kept() ? "Saved" : "Temporary");
        return PfxEnrollmentResponse.of(enrolled, order.wholeChain());
    }

    @POST
    @Path("/PFX/Deploy")
    @Needs(value = CERTIFICATES_ENROLLMENT_PFX, inContainer = StoreVerb.SCHEDULE)
    @Operation(
            summary = "Deploy an enrolled certificate",
            description = "One job for each store. Where the template keeps no keys: by whoever enrolled, within five"
                    + " minutes.")
    @APIResponse(responseCode = "200", description = "Which stores have a job now, and which not and why")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 a field is missing; 0xA0110002 the private key is not kept; 0xA0110022 the"
                    + " certificate does not exist")
    public DeploymentResponse deploy(DeployRequest request) {
        return DeploymentResponse.of(deployPfx.run(caller.get(), request.toOrder()));
    }

    @POST
    @Path("/PFX/Replace")
    @Needs(value = CERTIFICATES_ENROLLMENT_PFX, inContainer = StoreVerb.SCHEDULE)
    @Operation(
            summary = "Deploy a certificate to wherever another one lies",
            description = "One job for each place that the inventories know, under the same alias.")
    @APIResponse(responseCode = "200", description = "Which stores have a job now, and which not and why")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 a field is missing; 0xA0110002 the private key is not kept; 0xA0110022 one of the"
                    + " certificates does not exist")
    public DeploymentResponse replace(ReplaceRequest request) {
        return DeploymentResponse.of(
                replacePfx.run(caller.get(), request.toExisting(), request.toCertificate(), request.toSchedule()));
    }

    @POST
    @Path("/Renew")
    @Needs(
            value = CERTIFICATES_ENROLLMENT_PFX,
            also = "`/certificates/collections/read/`, or with the id of the collection")
    @Operation(
            summary = "Renew a certificate",
            description =
                    "A new key of the same kind, the same names and metadata. PFX/Replace brings it to the stores.")
    @APIResponse(responseCode = "200", description = "The new certificate")
    @APIResponse(responseCode = "400", description = REFUSED)
    @APIResponse(responseCode = "503", description = "0xA011000B the authority does not answer; send it again later")
    public RenewalResponse renew(@QueryParam("collectionId") @Nullable Integer collectionId, RenewalRequest request) {
        return RenewalResponse.of(renewCertificate.run(caller.get(), request.toOrder(collectionId)));
    }

    @GET
    @Path("/AvailableRenewal/Id/{id}")
    @Needs(
            value = CERTIFICATES_ENROLLMENT_PFX,
            also = "`/certificates/collections/read/`, or with the id of the collection")
    @Operation(summary = "Tell how a certificate can be renewed")
    @APIResponse(
            responseCode = "200",
            description = "0 not at all, 1 by an enrolment with RenewalCertificateId, 2 by Renew; and why not more")
    @APIResponse(responseCode = "404", description = "There is no such certificate")
    public AvailableRenewalResponse availableRenewal(
            @PathParam("id") int id, @QueryParam("collectionId") @Nullable Integer collectionId) {
        return AvailableRenewalResponse.of(judgeRenewal.run(caller.get(), id, collectionId));
    }

    @GET
    @Path("/AvailableRenewal/Thumbprint/{thumbprint}")
    @Needs(
            value = CERTIFICATES_ENROLLMENT_PFX,
            also = "`/certificates/collections/read/`, or with the id of the collection")
    @Operation(summary = "Tell how the certificate of a thumbprint can be renewed")
    @APIResponse(
            responseCode = "200",
            description = "0 not at all, 1 by an enrolment with RenewalCertificateId, 2 by Renew; and why not more")
    @APIResponse(responseCode = "404", description = "There is no such certificate, or more than one")
    public AvailableRenewalResponse availableRenewal(
            @PathParam("thumbprint") String thumbprint, @QueryParam("collectionId") @Nullable Integer collectionId) {
        return AvailableRenewalResponse.of(judgeRenewal.run(caller.get(), thumbprint, collectionId));
    }

    @POST
    @Path("/CSR/Parse")
    @Needs(CERTIFICATES_ENROLLMENT_CSR)
    @Operation(summary = "Show what stands in a signing request")
    @APIResponse(responseCode = "200", description = "Part by part: CN=app.example.test, DNS Name=app.example.test")
    @APIResponse(responseCode = "400", description = "0xA0110001 it cannot be read")
    public List<String> parse(CsrContents request) {
        return parseCsr.run(caller.get(), SentCsr.read(request.csr(), "CSR"));
    }

    @GET
    @Path("/CSR/Context/My")
    @Needs(CERTIFICATES_ENROLLMENT_CSR)
    @Operation(summary = "List by which templates and authorities the caller can enroll with a signing request")
    @APIResponse(responseCode = "200", description = "With the rules that are in force for each")
    public EnrollmentContextResponse csrContext() {
        return EnrollmentContextResponse.of(getContext.run(caller.get(), EnrollmentKind.CSR));
    }

    @GET
    @Path("/PFX/Context/My")
    @Needs(CERTIFICATES_ENROLLMENT_PFX)
    @Operation(summary = "List by which templates and authorities the caller can have keys made")
    @APIResponse(responseCode = "200", description = "With the rules that are in force for each")
    public EnrollmentContextResponse pfxContext() {
        return EnrollmentContextResponse.of(getContext.run(caller.get(), EnrollmentKind.PFX));
    }

    @GET
    @Path("/Settings/{id}")
    @AnyRole
    @Operation(
            summary = "Get the rules that are in force for enrolment by a template",
            description = "For everybody who may enroll in any way.")
    @APIResponse(responseCode = "200", description = "Those of the template, and where it has none those of all")
    @APIResponse(responseCode = "404", description = "There is no such template")
    public EnrollmentSettingsResponse settings(@PathParam("id") int id) {
        return EnrollmentSettingsResponse.of(getSettings.run(caller.get(), id));
    }
}
