package io.quartermaster.server.http;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;

/** Whether the server works, and what the caller may do with it. */
@Path("/KeyfactorAPI/Status")
@RunOnVirtualThread
public class StatusResource {
    private static final Logger LOG = Logger.getLogger(StatusResource.class);

    private final Endpoints endpoints;
    private final Database database;
    private final CurrentCaller caller;

    StatusResource(Endpoints endpoints, Database database, CurrentCaller caller) {
        this.endpoints = endpoints;
        this.database = database;
        this.caller = caller;
    }

    @GET
    @Path("/Endpoints")
    @AnyRole
    @Operation(summary = "The endpoints that the caller may use; clients sign in with it")
    public List<String> endpoints() {
        return endpoints.all().stream()
                .filter(endpoint -> endpoint.area() != Area.AGENTS && endpoint.isOpenTo(caller.get()))
                .map(Endpoint::title)
                .sorted()
                .toList();
    }

    @GET
    @Path("/HealthCheck")
    @Anonymous
    @Operation(summary = "Whether the server can reach its database")
    public void healthCheck() {
        try {
            database.read(tx -> tx.select("SELECT 1").mapTo(int.class).one());
        } catch (RuntimeException e) {
            LOG.warnf("The database cannot be reached: %s", ErrorAnswers.firstLine(e));
            throw new CommandException(ErrorKind.UNAVAILABLE, ErrorAnswers.NO_DATABASE);
        }
    }
}
