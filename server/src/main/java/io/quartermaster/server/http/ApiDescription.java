package io.quartermaster.server.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Adds to the description of the API what holds for each operation and is therefore written at none: the base path, the
 * headers, the refusals. Takes out what is not the API: the paths of the agents.
 */
public class ApiDescription implements OASFilter {
    private static final String BASIC = "Basic";
    private static final String ERROR = "ErrorResponse";
    private static final String REQUESTED_WITH = "RequestedWith";
    private static final String API_VERSION = "ApiVersion";

    /** Only where an operation declares it: below the path of the extensions. */
    private static final List<String> DECLARED_REFUSALS = List.of("409", "429", "503");

    private static final Map<String, String> REFUSALS = Map.of(
            "400", "The request is wrong; the message names the field, the parameter or the position.",
            "401", "The credentials are missing or wrong. No body.",
            "403", "The caller has no role, or lacks the permissions that the message lists.",
            "404", "There is no such thing.",
            "500", "The server failed; its log says why under the id in the message.");

    @Override
    public void filterOpenAPI(OpenAPI description) {
        description.setServers(List.of(OASFactory.createServer().url(Area.API.path())));
        description.setPaths(pathsOfTheApi(description.getPaths()));
        addComponents(description);
        description.setTags(description.getPaths().getPathItems().keySet().stream()
                .map(ApiDescription::group)
                .distinct()
                .map(group -> OASFactory.createTag().name(group))
                .toList());
        description.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(BASIC)));
        description
                .getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((verb, operation) -> complete(path, verb, operation)));
    }

    private static Paths pathsOfTheApi(Paths declared) {
        Paths paths = OASFactory.createPaths();
        new TreeMap<>(declared.getPathItems()).forEach((path, item) -> {
            if (path.startsWith(Area.API.path() + "/")) {
                paths.addPathItem(path.substring(Area.API.path().length()), item);
            } else if (path.startsWith(Area.EXTENSIONS.path() + "/")) {
                item.setServers(List.of(OASFactory.createServer().url("/")));
                paths.addPathItem(path, item);
            }
        });
        return paths;
    }

    private static void addComponents(OpenAPI description) {
        Components components =
                description.getComponents() == null ? OASFactory.createComponents() : description.getComponents();
        components.addSecurityScheme(
                BASIC,
                OASFactory.createSecurityScheme().type(SecurityScheme.Type.HTTP).scheme("basic"));
        components.addParameter(
                REQUESTED_WITH,
                OASFactory.createParameter()
                        .name("x-keyfactor-requested-with")
                        .in(Parameter.In.HEADER)
                        .required(true)
                        .description("APIClient or XMLHttpRequest: something that a form in a browser cannot send.")
                        .schema(text().defaultValue("APIClient")));
        components.addParameter(
                API_VERSION,
                OASFactory.createParameter()
                        .name("x-keyfactor-api-version")
                        .in(Parameter.In.HEADER)
                        .description("1 unless given.")
                        .schema(text().defaultValue("1")));
        components.addSchema(ERROR, errorBody());
        description.setComponents(components);
    }

    private static Schema errorBody() {
        Schema failed = OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .addProperty("Id", text())
                .addProperty("Reason", text());
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .addProperty("ErrorCode", text().addExample("0xA0110001"))
                .addProperty("Message", text())
                .addProperty(
                        "FailedOperations",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .items(failed)
                                .description("Only where the request was about a set: the members to blame."));
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }

    private static void complete(String path, PathItem.HttpMethod verb, Operation operation) {
        operation.setOperationId(operationId(path, verb));
        operation.setTags(List.of(group(path)));
        operation.addParameter(OASFactory.createParameter().ref("#/components/parameters/" + REQUESTED_WITH));
        operation.addParameter(OASFactory.createParameter().ref("#/components/parameters/" + API_VERSION));
        new TreeMap<>(REFUSALS).forEach((status, meaning) -> {
            APIResponse declared = operation.getResponses().getAPIResponse(status);
            APIResponse refusal =
                    declared == null ? OASFactory.createAPIResponse().description(meaning) : declared;
            if (!status.equals("401")) {
                refusal.setContent(errorContent());
            }
            operation.getResponses().addAPIResponse(status, refusal);
        });
        for (String status : DECLARED_REFUSALS) {
            APIResponse declared = operation.getResponses().getAPIResponse(status);
            if (declared != null) {
                declared.setContent(errorContent());
            }
        }
    }

    private static Content errorContent() {
        return OASFactory.createContent()
                .addMediaType(
                        "application/json",
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("#/components/schemas/" + ERROR)));
    }

    /** The first segment behind the area's path: endpoints are grouped as their paths are. */
    private static String group(String path) {
        String extension = Area.EXTENSIONS.path() + "/";
        return path.startsWith(extension)
                ? extension.substring(1) + path.substring(extension.length()).split("/")[0]
                : path.split("/")[1];
    }

    /** {@code GET /Agents/{id}} is AgentsIdGet. */
    private static String operationId(String path, PathItem.HttpMethod verb) {
        StringBuilder id = new StringBuilder();
        for (String word : path.replaceAll("[{}]", "").split("/")) {
            if (!word.isEmpty()) {
                id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        String lower = verb.name().toLowerCase(Locale.ROOT);
        return id.append(Character.toUpperCase(lower.charAt(0)))
                .append(lower.substring(1))
                .toString();
    }
}
