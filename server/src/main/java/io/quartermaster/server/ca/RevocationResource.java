package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_REVOKE;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /Certificates/Revoke}: here, as certificates know nothing of their authorities. */
@Path("/KeyfactorAPI/Certificates/Revoke")
@Tag(name = "Certificate")
@RunOnVirtualThread
public class RevocationResource {
    private final CurrentCaller caller;
    private final RevokeCertificates revokeCertificates;
    private final InstantSource clock;

    public RevocationResource(CurrentCaller caller, RevokeCertificates revokeCertificates, InstantSource clock) {
        this.caller = caller;
        this.revokeCertificates = revokeCertificates;
        this.clock = clock;
    }

    @POST
    @Needs(inCollection = CERTIFICATES_COLLECTIONS_REVOKE)
    @Operation(
            summary = "Revoke certificates",
            description =
                    "Those that this server's own authorities have issued; all or none. OCSP and the next revocation list"
                            + " say so.")
    @APIResponse(responseCode = "200", description = "The ids of those that are revoked now")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110001 no list of ids, or the reason; 0xA0110022 some do not exist; 0xA0110023 some cannot be"
                            + " revoked here")
    public RevocationResponse revoke(RevocationRequest request) {
        return RevocationResponse.of(
                revokeCertificates.run(caller.get(), request.collectionId(), request.toWanted(clock.instant())));
    }
}
