package io.quartermaster.cli.api;

import io.quartermaster.cli.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who signs in. */
public record Account(String name, Secret password) {
    /** The value of the {@code Authorization} header. */
    String basic() {
        byte[] both = (name + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
