package io.quartermaster.server.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.agent.protocol.AgentVersion;
import io.quartermaster.agent.protocol.RegisterRequest;
import io.quartermaster.server.agent.AgentCapabilities;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.query.WrittenGuid;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says about itself, checked.
 *
 * @param agentId the id it believes to have; empty when it sent none, or a text that is no id
 * @param capabilities as sent; job type ids of old agents are not yet replaced by names
 * @param clientParameters as JSON text
 * @param wantsCertificate it sent a certificate request
 */
record Registration(
        Optional<UUID> agentId,
        String clientMachine,
        int platform,
        String version,
        AgentCapabilities capabilities,
        String clientParameters,
        boolean wantsCertificate) {

    /** Characters of {@code ClientMachine}; the longest DNS name has 253. */
    static final int CLIENT_MACHINE_LENGTH_MAX = 256;

    /** Entries of {@code ClientParameters}. */
    static final int CLIENT_PARAMETERS_MAX = 200;

    /** Characters of one name in {@code ClientParameters}. */
    static final int CLIENT_PARAMETER_NAME_LENGTH_MAX = 256;

    /** Characters of one value in {@code ClientParameters}. */
    static final int CLIENT_PARAMETER_VALUE_LENGTH_MAX = 4_000;

    private static final int PLATFORM_UNKNOWN = 0;
    private static final int PLATFORM_MAX = 7;
    private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");

    /** @throws CommandException MALFORMED, with a sentence that names the member and its limit */
    static Registration of(RegisterRequest request) {
        return new Registration(
                agentId(request.agentId()),
                clientMachine(request.clientMachine()),
                platform(request.agentPlatform()),
                AgentVersion.unpack(request.agentVersion()).toString(),
                AgentCapabilities.sent(request.capabilities()),
                clientParameters(request.clientParameters()),
                request.csr() != null && !request.csr().isBlank());
    }

    private static Optional<UUID> agentId(@Nullable String sent) {
        String text = sent == null ? "" : sent.strip();
        return WrittenGuid.read(text);
    }

    private static String clientMachine(@Nullable String sent) {
        String name = sent == null ? "" : sent.strip();
        if (name.isEmpty()) {
            throw malformed("ClientMachine is missing: it is the agent's name.");
        }
        if (name.length() > CLIENT_MACHINE_LENGTH_MAX) {
            throw malformed("ClientMachine may have at most " + CLIENT_MACHINE_LENGTH_MAX
                    + " characters; this registration has " + name.length() + ".");
        }
        if (CONTROL_CHARACTER.matcher(name).find()) {
            throw malformed("ClientMachine must not contain control characters.");
        }
        return name;
    }

    private static int platform(int sent) {
        return sent >= PLATFORM_UNKNOWN && sent <= PLATFORM_MAX ? sent : PLATFORM_UNKNOWN;
    }

    private static String clientParameters(@Nullable Map<String, @Nullable String> sent) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (sent == null) {
            return json.toString();
        }
        if (sent.size() > CLIENT_PARAMETERS_MAX) {
            throw malformed("ClientParameters may have at most " + CLIENT_PARAMETERS_MAX
                    + " entries; this registration has " + sent.size() + ".");
        }
        sent.forEach((name, value) -> {
            json.put(
                    checked("name", name, CLIENT_PARAMETER_NAME_LENGTH_MAX),
                    value == null ? null : checked("value", value, CLIENT_PARAMETER_VALUE_LENGTH_MAX));
        });
        return json.toString();
    }

    private static String checked(String what, String text, int lengthMax) {
        if (text.length() > lengthMax) {
            throw malformed("A " + what + " in ClientParameters may have at most " + lengthMax
                    + " characters; one of this registration has " + text.length() + ".");
        }
        if (text.indexOf('\0') >= 0) {
            throw malformed("A " + what + " in ClientParameters must not contain the character NUL.");
        }
        return text;
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
