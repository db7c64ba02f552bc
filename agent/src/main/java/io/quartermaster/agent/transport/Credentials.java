package io.quartermaster.agent.transport;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The agent's account on the server, sent with every call.
 *
 * @param username often {@code DOMAIN\\user}; without a colon
 * @param password never printed
 */
public record Credentials(String username, String password) {
    /**
     * Checks what Basic authentication can carry.
     *
     * @throws IllegalArgumentException for a name with a colon
     */
    public Credentials {
        if (username.indexOf(':') >= 0) {
            throw new IllegalArgumentException("The user name must not contain a colon.");
        }
    }

    String basicHeader() {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
        return "Credentials[" + username + ", hidden]";
    }
}
