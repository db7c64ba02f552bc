package io.quartermaster.server.http;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Outage;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.security.CurrentCaller;
import io.quartermaster.server.security.PermissionDenied;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.security.TooManyFailures;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Turns whatever is thrown while a request is answered into the answer. Refusals of commands are audited here, in a
 * transaction of their own, since they have undone that of the command.
 */
class ErrorAnswers {
    private static final Logger LOG = Logger.getLogger(ErrorAnswers.class);
    static final String NO_DATABASE = "The server cannot reach its database.";
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    /** Refused before anybody looked at what was asked for, or for reasons that lie with us. */
    private static final Set<ErrorKind> NOT_AUDITED =
            EnumSet.of(ErrorKind.UNAUTHENTICATED, ErrorKind.UNAVAILABLE, ErrorKind.HEADER_MISSING);

    private final AuditLog audit;
    private final CurrentCaller caller;

    ErrorAnswers(AuditLog audit, CurrentCaller caller) {
        this.audit = audit;
        this.caller = caller;
    }

    @ServerExceptionMapper
    public RestResponse<@Nullable ErrorBody> expected(CommandException refusal, RoutingContext routing) {
        audit(refusal, routing);
        return answer(routing, Refusal.of(refusal.kind()), refusal.getMessage(), refusal.failedOperations());
    }

    @ServerExceptionMapper
    public RestResponse<@Nullable ErrorBody> tooManySignIns(TooManyFailures failures, RoutingContext routing) {
        long seconds = failures.pauseLeft().toSeconds() + 1;
        RestResponse<@Nullable ErrorBody> answer = answer(
                routing,
                Refusal.TOO_MANY_SIGN_INS,
                "Too many sign-ins with this name failed from this address; try again in " + seconds + " seconds.",
                List.of());
        answer.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, seconds);
        return answer;
    }

    /** What the framework refuses by itself; what a parameter is refused for comes packed in such an exception too. */
    @ServerExceptionMapper
    public RestResponse<@Nullable ErrorBody> refusedByTheFramework(
            WebApplicationException refusal, RoutingContext routing) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof CommandException expected) {
                return expected(expected, routing);
            }
        }
        int status = refusal.getResponse().getStatus();
        if (status < CLIENT_ERROR || status >= SERVER_ERROR) {
            return unexpected(refusal, routing);
        }
        Refusal nearest = status == Refusal.NOT_FOUND.status() ? Refusal.NOT_FOUND : Refusal.MALFORMED;
        return answer(routing, nearest, "The request cannot be read.", List.of());
    }

    @ServerExceptionMapper
    public RestResponse<@Nullable ErrorBody> unexpected(Throwable fault, RoutingContext routing) {
        String correlationId = Visit.of(routing).map(Visit::correlationId).orElse("unknown");
        if (Outage.caused(fault)) {
            // Without the trace: while it lasts, every request brings one, and they all say the same.
            LOG.errorf("Request %s failed: the database cannot be reached (%s)", correlationId, firstLine(fault));
            return answer(routing, Refusal.UNAVAILABLE, NO_DATABASE, List.of());
        }
        LOG.errorf(fault, "Request %s failed", correlationId);
        return answer(routing, Refusal.UNEXPECTED, unexpected(correlationId), List.of());
    }

    static String firstLine(Throwable fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
    }

    static String unexpected(String correlationId) {
        return "The server failed to answer this request; its log says why under " + correlationId + ".";
    }

    private void audit(CommandException refusal, RoutingContext routing) {
        Optional<Endpoint> endpoint = Visit.of(routing).map(Visit::endpoint);
        if (!caller.isKnown() || endpoint.isEmpty() || NOT_AUDITED.contains(refusal.kind())) {
            return;
        }
        String verb = endpoint.get().verb();
        String route = endpoint.get().template();
        try {
            if (refusal instanceof PermissionDenied denied) {
                List<String> missing =
                        denied.missing().stream().map(PermissionString::text).toList();
                audit.refused(caller.get(), verb, route, missing);
            } else if (!verb.equals("GET")) {
                audit.rejected(caller.get(), verb, route, refusal.getMessage());
            }
        } catch (RuntimeException e) {
            // The request is refused either way, and the caller should hear why.
            LOG.errorf(e, "The refusal of %s %s cannot be audited", verb, route);
        }
    }

    private static RestResponse<@Nullable ErrorBody> answer(
            RoutingContext routing, Refusal refusal, String message, List<FailedOperation> failedOperations) {
        Area area = Visit.of(routing).map(Visit::area).orElse(Area.API);
        RestResponse.ResponseBuilder<@Nullable ErrorBody> answer =
                RestResponse.ResponseBuilder.create(refusal.status());
        if (refusal == Refusal.UNAUTHENTICATED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Quartermaster\", charset=\"UTF-8\"");
        } else if (area != Area.AGENTS) {
            answer.type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(new ErrorBody(refusal.code(), message, failedOperations));
        }
        if (refusal == Refusal.TOO_LARGE) {
            answer.header("Connection", "close");
        }
        return answer.build();
    }
}
