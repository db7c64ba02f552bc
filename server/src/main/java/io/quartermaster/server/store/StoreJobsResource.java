package io.quartermaster.server.store;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.quartermaster.server.security.Permission;
import io.quartermaster.server.security.StoreVerb;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Work on certificate stores: certificates added and removed, keys made on devices, stores found. */
@Path("/KeyfactorAPI/CertificateStores")
@Tag(name = "CertificateStore")
@RunOnVirtualThread
public class StoreJobsResource {
    private static final String SEE_CERTIFICATES = "`/certificates/collections/read/`, or with the collection's id";

    private final CurrentCaller caller;
    private final AddCertificates addCertificates;
    private final RemoveCertificates removeCertificates;
    private final ReenrollStore reenrollStore;
    private final ScheduleDiscovery scheduleDiscovery;

    StoreJobsResource(
            CurrentCaller caller,
            AddCertificates addCertificates,
            RemoveCertificates removeCertificates,
            ReenrollStore reenrollStore,
            ScheduleDiscovery scheduleDiscovery) {
        this.caller = caller;
        this.addCertificates = addCertificates;
        this.removeCertificates = removeCertificates;
        this.reenrollStore = reenrollStore;
        this.scheduleDiscovery = scheduleDiscovery;
    }

    @POST
    @Path("/Certificates/Add")
    @Needs(inContainer = StoreVerb.SCHEDULE, also = SEE_CERTIFICATES)
    @Operation(
            summary = "Add a certificate to certificate stores",
            description = "One job for each store, all or none. The inventory of the store shows it afterwards.")
    @APIResponse(responseCode = "200", description = "The ids of the jobs, in the order of the stores")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 a store type does not allow it: the message names the member; 0xA0110002 the"
                    + " private key is not kept; 0xA0110022 the certificate or stores do not exist; 0xA0110023 a store is"
                    + " not approved or has no agent; 0xA0110024 the schedule; 0xA0110025 the agent")
    public List<UUID> add(AddCertificateRequest request) {
        return addCertificates.run(caller.get(), request.toAdditions(), request.collectionId());
    }

    @POST
    @Path("/Certificates/Remove")
    @Needs(inContainer = StoreVerb.SCHEDULE, also = SEE_CERTIFICATES)
    @Operation(summary = "Remove entries from certificate stores", description = "One job for each entry, all or none.")
    @APIResponse(responseCode = "200", description = "The ids of the jobs, in the order of the entries")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 the inventory has no such entry, or the store type does not allow it; 0xA0110022"
                    + " stores do not exist; 0xA0110023 a store is not approved or has no agent; 0xA0110024 the schedule;"
                    + " 0xA0110025 the agent")
    public List<UUID> remove(RemoveCertificateRequest request) {
        return removeCertificates.run(caller.get(), request.toRemovals(), request.collectionId());
    }

    @POST
    @Path("/Reenrollment")
    @Needs(value = Permission.CERTIFICATES_ENROLLMENT_CSR, inContainer = StoreVerb.MODIFY)
    @Operation(
            summary = "Have a key made in a certificate store and certified",
            description = "The key is made on the device and never leaves it.")
    @APIResponse(responseCode = "204", description = "The job is scheduled")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110001 what is wanted is not possible: the message names the member; 0xA0110022 the store"
                            + " does not exist; 0xA0110023 it is not approved or has no agent; 0xA0110025 the agent")
    public void reenroll(ReenrollmentRequest request) {
        reenrollStore.run(caller.get(), request.toKey());
    }

    @PUT
    @Path("/DiscoveryJob")
    @Needs(Permission.CERTIFICATE_STORES_MODIFY)
    @Operation(
            summary = "Look for certificate stores",
            description = "What is found waits for approval, see POST /CertificateStores/Approve.")
    @APIResponse(responseCode = "204", description = "The job is scheduled")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 a member is missing, or such stores cannot be found; 0xA0110024 the schedule;"
                    + " 0xA0110025 the agent is not approved or cannot find such stores")
    public void discover(DiscoveryJobRequest request) {
        scheduleDiscovery.run(caller.get(), request.toOrder());
    }
}
