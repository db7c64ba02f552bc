package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_MODIFY;
import static io.quartermaster.server.security.Permission.CERTIFICATE_AUTHORITIES_READ;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.PagingParameters;
import io.quartermaster.server.schedule.WeekDayForm;
import io.quartermaster.server.security.CurrentCaller;
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
import java.time.InstantSource;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What people do with certificate authorities. */
@Path("/KeyfactorAPI/CertificateAuthority")
@RunOnVirtualThread
@Tag(name = "CertificateAuthority")
public class CertificateAuthorityResource {
    private static final String NONE = "There is no such authority";
    private static final String REFUSED =
            "0xA0110001 a field cannot be used, or the authority does not answer (forceSave"
                    + " adds it all the same); 0xA0110026 the name is taken";

    private final CurrentCaller caller;
    private final ListAuthorities listAuthorities;
    private final GetAuthority getAuthority;
    private final CountAuthorities countAuthorities;
    private final CreateAuthority createAuthority;
    private final UpdateAuthority updateAuthority;
    private final DeleteAuthority deleteAuthority;
    private final TestAuthority testAuthority;
    private final PublishRevocationList publishRevocationList;
    private final Supplier<JobSettings> settings;
    private final InstantSource clock;

    public CertificateAuthorityResource(
            CurrentCaller caller,
            ListAuthorities listAuthorities,
            GetAuthority getAuthority,
            CountAuthorities countAuthorities,
            CreateAuthority createAuthority,
            UpdateAuthority updateAuthority,
            DeleteAuthority deleteAuthority,
            TestAuthority testAuthority,
            PublishRevocationList publishRevocationList,
            Supplier<JobSettings> settings,
            InstantSource clock) {
        this.caller = caller;
        this.listAuthorities = listAuthorities;
        this.getAuthority = getAuthority;
        this.countAuthorities = countAuthorities;
        this.createAuthority = createAuthority;
        this.updateAuthority = updateAuthority;
        this.deleteAuthority = deleteAuthority;
        this.testAuthority = testAuthority;
        this.publishRevocationList = publishRevocationList;
        this.settings = settings;
        this.clock = clock;
    }

    @GET
    @Needs(CERTIFICATE_AUTHORITIES_READ)
    @Operation(summary = "List certificate authorities", description = "Sorted by Id unless SortField is given.")
    @APIResponse(responseCode = "200", description = "One page; the header X-Total-Count has the number of all rows")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField")
    public Page<CertificateAuthorityResponse> list(@BeanParam PagingParameters paging) {
        return listAuthorities.run(caller.get(), paging.toPaging()).map(this::response);
    }

    @GET
    @Path("/{id}")
    @Needs(CERTIFICATE_AUTHORITIES_READ)
    @Operation(summary = "Get a certificate authority")
    @APIResponse(responseCode = "200", description = "The authority")
    @APIResponse(responseCode = "404", description = NONE)
    public CertificateAuthorityResponse get(@PathParam("id") int id) {
        return response(getAuthority.run(caller.get(), id));
    }

    @GET
    @Path("/SourceCount")
    @Needs(CERTIFICATE_AUTHORITIES_READ)
    @Operation(summary = "Count the certificate authorities")
    @APIResponse(responseCode = "200", description = "How many there are")
    public int sourceCount() {
        return countAuthorities.run(caller.get());
    }

    @POST
    @Needs(CERTIFICATE_AUTHORITIES_MODIFY)
    @Operation(
            summary = "Add a certificate authority",
            description = "With the https:// address of an ACME directory as HostName, one that is asked with ACME;"
                    + " without, another one of this server, with a new key below the root.")
    @APIResponse(responseCode = "200", description = "The authority")
    @APIResponse(responseCode = "400", description = REFUSED)
    public CertificateAuthorityResponse create(
            CertificateAuthorityRequest request, @QueryParam("forceSave") @Nullable Boolean forceSave) {
        return response(createAuthority.run(caller.get(), request.toAuthority(), Boolean.TRUE.equals(forceSave)));
    }

    @PUT
    @Needs(CERTIFICATE_AUTHORITIES_MODIFY)
    @Operation(
            summary = "Replace a certificate authority",
            description = "All but its kind and its keys. The secret of an external account stays unless one is sent.")
    @APIResponse(responseCode = "200", description = "The authority as it is now")
    @APIResponse(responseCode = "400", description = REFUSED)
    @APIResponse(responseCode = "404", description = NONE)
    public CertificateAuthorityResponse update(
            CertificateAuthorityRequest request, @QueryParam("forceSave") @Nullable Boolean forceSave) {
        return response(updateAuthority.run(
                caller.get(), request.toId(), request.toAuthority(), Boolean.TRUE.equals(forceSave)));
    }

    @DELETE
    @Path("/{id}")
    @Needs(CERTIFICATE_AUTHORITIES_MODIFY)
    @Operation(
            summary = "Remove a certificate authority",
            description = "Nothing more is issued by it. Its revocation list and OCSP answers go on.")
    @APIResponse(responseCode = "204", description = "It is removed")
    @APIResponse(responseCode = "404", description = NONE)
    public void delete(@PathParam("id") int id) {
        deleteAuthority.run(caller.get(), id);
    }

    @POST
    @Path("/Test")
    @Needs(CERTIFICATE_AUTHORITIES_MODIFY)
    @Operation(
            summary = "Try a certificate authority",
            description = "Whether certificates could be had from one that is there. Nothing is issued.")
    @APIResponse(responseCode = "200", description = "Whether it answered, and what")
    @APIResponse(responseCode = "404", description = NONE)
    public CertificateAuthorityTestResponse test(CertificateAuthorityTestRequest request) {
        return testAuthority.run(caller.get(), request.toId(), request.toName());
    }

    @POST
    @Path("/PublishCRL")
    @Needs(CERTIFICATE_AUTHORITIES_MODIFY)
    @Operation(
            summary = "Make a new revocation list",
            description = "Not needed after a revocation: the list is made anew when it is asked for then.")
    @APIResponse(responseCode = "204", description = "There is a new list")
    @APIResponse(responseCode = "404", description = NONE)
    public void publishCrl(CrlRequest request) {
        publishRevocationList.run(caller.get(), request.toName());
    }

    private CertificateAuthorityResponse response(Authority authority) {
        return CertificateAuthorityResponse.of(
                authority,
                clock.instant(),
                settings.get().weekDays() == JobSettings.EnumForm.NAME ? WeekDayForm.NAME : WeekDayForm.NUMBER);
    }
}
