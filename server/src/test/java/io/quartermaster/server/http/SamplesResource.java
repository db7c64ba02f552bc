package io.quartermaster.server.http;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.security.CurrentCaller;
import io.quartermaster.server.security.Permission;
import io.quartermaster.server.security.StoreVerb;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** Made to be treated badly: an endpoint of each kind, in the test build only. */
@Path("/KeyfactorAPI/Samples")
@RunOnVirtualThread
@IfBuildProperty(name = SamplesResource.SERVED, stringValue = "true")
public class SamplesResource {
    static final String SERVED = "qm.test.samples-served";

    public enum Colour {
        PALE_RED(3),
        BLUE(4);

        private final int number;

        Colour(int number) {
            this.number = number;
        }

        @JsonValue
        public int number() {
            return number;
        }
    }

    public record Sample(
            @Nullable String clientMachine,
            @Nullable Integer count,
            @Nullable Long total,
            @Nullable Boolean isOn,
            @Nullable UUID id,
            @Nullable Instant at,
            @Nullable Colour colour,
            @Nullable List<UUID> jobIds) {}

    private final CurrentCaller caller;

    SamplesResource(CurrentCaller caller) {
        this.caller = caller;
    }

    @GET
    @AnyRole
    public Page<Map<String, Object>> list(
            @BeanParam PagingParameters parameters, @QueryParam("sampleId") @Nullable Long id) {
        Paging paging = parameters.toPaging();
        Map<String, Object> row = new java.util.TreeMap<>();
        row.put("Query", paging.query());
        row.put("Offset", paging.offset());
        row.put("Limit", paging.limit());
        row.put("SortField", String.valueOf(paging.sortField()));
        row.put("Descending", paging.descending());
        row.put("SampleId", String.valueOf(id));
        row.put("Thread", Thread.currentThread().isVirtual());
        return new Page<>(List.of(row), 7);
    }

    @POST
    @AnyRole
    public Sample echo(Sample sample) {
        return sample;
    }

    @PUT
    @AnyRole
    public List<UUID> ids(List<UUID> ids) {
        return ids;
    }

    @DELETE
    @Path("/{id}")
    @Needs(Permission.AGENTS_MANAGEMENT_MODIFY)
    public void delete(@PathParam("id") UUID id) {
        if (id.getMostSignificantBits() == 0) {
            throw new CommandException(ErrorKind.NOT_FOUND, "There is no sample " + id + ".");
        }
    }

    @GET
    @Path("/{id}/Name")
    @AnyRole
    @ApiVersions({1, 2})
    public Map<String, String> name(@PathParam("id") String id) {
        return Map.of("Id", id, "Caller", caller.get().name());
    }

    @POST
    @Path("/{id}/Fail")
    @AnyRole
    public void fail(@PathParam("id") String kind) {
        if (kind.equals("unexpected")) {
            throw new IllegalStateException("secret inside");
        }
        if (kind.equals("outage")) {
            throw new ConnectionException(
                    new SQLException("Connection to db.example.org refused.\n  Location: inside"));
        }
        throw new CommandException(
                ErrorKind.valueOf(kind), "Refused.", List.of(new FailedOperation("1", "It is a one.")));
    }

    @GET
    @Path("/Stores")
    @Needs(inContainer = StoreVerb.READ)
    public Map<String, String> stores() {
        return Map.of("Stores", "" + caller.get().containers(StoreVerb.READ));
    }
}
