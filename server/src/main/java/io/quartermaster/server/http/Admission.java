package io.quartermaster.server.http;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.AgentAccount;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Credentials;
import io.quartermaster.server.security.CurrentAgent;
import io.quartermaster.server.security.CurrentCaller;
import io.quartermaster.server.security.SignIn;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Decides for every resource method, before it is called, who asks and whether they may: credentials, then the header
 * that a form in a browser cannot send, then the version, then permission.
 */
class Admission {
    private static final String REQUESTED_WITH = "x-keyfactor-requested-with";
    private static final String API_VERSION = "x-keyfactor-api-version";
    private static final Pattern VERSION = Pattern.compile("(?<major>[0-9]{1,3})(\\.0)?");

    private final Endpoints endpoints;
    private final SignIn signIn;
    private final CurrentCaller currentCaller;
    private final CurrentAgent currentAgent;

    Admission(Endpoints endpoints, SignIn signIn, CurrentCaller currentCaller, CurrentAgent currentAgent) {
        this.endpoints = endpoints;
        this.signIn = signIn;
        this.currentCaller = currentCaller;
        this.currentAgent = currentAgent;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public void admit(ContainerRequestContext request, ResourceInfo resource, RoutingContext routing) {
        Endpoint endpoint = endpoints
                .of(resource.getResourceMethod())
                .orElseThrow(
                        () -> new IllegalStateException("not among the endpoints: " + resource.getResourceMethod()));
        Optional<Credentials> credentials = Credentials.fromHeader(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        String address = String.valueOf(routing.request().remoteAddress().hostAddress());
        switch (endpoint.who()) {
            case ANYONE -> {}
            case AGENTS -> currentAgent.set(agent(credentials, address));
            case ANY_ROLE, NEEDS -> {
                Caller caller = person(credentials, address);
                currentCaller.set(caller);
                requireHeader(request.getHeaderString(REQUESTED_WITH));
                requireVersion(endpoint, request.getHeaderString(API_VERSION));
                endpoint.admit(caller);
            }
        }
    }

    private Caller person(Optional<Credentials> credentials, String address) {
        return credentials.flatMap(given -> signIn.person(given, address)).orElseThrow(Admission::unauthenticated);
    }

    private AgentAccount agent(Optional<Credentials> credentials, String address) {
        return credentials.flatMap(given -> signIn.agent(given, address)).orElseThrow(Admission::unauthenticated);
    }

    private static CommandException unauthenticated() {
        return new CommandException(ErrorKind.UNAUTHENTICATED, "Sign in with a name and a password.");
    }

    private static void requireHeader(@Nullable String requestedWith) {
        if (requestedWith == null || requestedWith.isBlank()) {
            throw new CommandException(
                    ErrorKind.HEADER_MISSING,
                    "The header " + REQUESTED_WITH
                            + " is missing; send it with the value APIClient or XMLHttpRequest.");
        }
    }

    private static void requireVersion(Endpoint endpoint, @Nullable String version) {
        if (version == null || version.isBlank()) {
            return;
        }
        Matcher matcher = VERSION.matcher(version.strip());
        if (!matcher.matches() || !endpoint.versions().contains(Integer.valueOf(matcher.group("major")))) {
            throw new CommandException(
                    ErrorKind.API_VERSION,
                    endpoint.title() + " has no version '" + version.strip() + "'; the header " + API_VERSION
                            + " may be: " + Endpoint.listed(endpoint.versions()) + ".");
        }
    }
}
