package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.agent.protocol.DiscoveryJobDetails.DiscoveryProperties;

/** What discoveries keep in their {@code fields}: texts, and secrets as {@code {"secret": id}}. */
final class DiscoveryFields {
    static final String TYPE = "typeId";
    static final String CLIENT_MACHINE = "clientMachine";
    static final String DIRS = "dirs";
    static final String IGNORED_DIRS = "ignoreddirs";
    static final String EXTENSIONS = "extensions";
    static final String PATTERNS = "patterns";
    static final String SYM_LINKS = "symLinks";
    static final String COMPATIBILITY = "compatibility";
    static final String SERVER_USERNAME = "serverUsername";
    static final String SERVER_PASSWORD = "serverPassword";
    static final String SERVER_USE_SSL = "serverUseSsl";

    private DiscoveryFields() {}

    static int typeId(JsonNode fields) {
        return fields.path(TYPE).asInt();
    }

    static String text(JsonNode fields, String name) {
        return fields.path(name).asText("");
    }

    static boolean flag(JsonNode fields, String name) {
        return fields.path(name).asText("").equals("true");
    }

    static DiscoveryProperties properties(JsonNode fields) {
        return new DiscoveryProperties(
                text(fields, DIRS),
                text(fields, IGNORED_DIRS),
                text(fields, EXTENSIONS),
                text(fields, PATTERNS),
                flag(fields, SYM_LINKS),
                flag(fields, COMPATIBILITY));
    }
}
