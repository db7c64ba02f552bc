package io.quartermaster.server.ca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code Properties} of an ACME authority says. On the wire it is JSON in a text:
 * {@code {"Contact":["pki@example.com"],"TermsOfServiceAgreed":true,"TrustedCertificates":"-----BEGIN ..."}}.
 *
 * @param trustedCertificates PEM; null for none
 */
record AuthorityProperties(
        List<String> contacts,
        boolean termsOfServiceAgreed,
        @Nullable String trustedCertificates) {
    private static final String FIELD = "Properties";
    private static final int LENGTH_MAX = 100_000;
    private static final int CONTACTS_MAX = 10;
    private static final JsonMapper JSON = new JsonMapper();

    /** @throws CommandException MALFORMED naming the field */
    static AuthorityProperties read(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return new AuthorityProperties(List.of(), false, null);
        }
        if (text.length() > LENGTH_MAX) {
            throw malformed(
                    FIELD + " may have at most " + LENGTH_MAX + " characters; this one has " + text.length() + ".");
        }
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw malformed(
                    FIELD + " must be a text that is a JSON object, such as {\"Contact\": [\"pki@example.com\"]}.");
        }
        if (!node.isObject()) {
            throw malformed(FIELD + " must be a text that is a JSON object.");
        }
        return new AuthorityProperties(
                contacts(node.path("Contact")),
                node.path("TermsOfServiceAgreed").asBoolean(false),
                trusted(node.path("TrustedCertificates")));
    }

    private static List<String> contacts(JsonNode node) {
        List<String> contacts = new ArrayList<>();
        if (node.isTextual()) {
            contacts.add(node.asText());
        }
        node.forEach(element -> contacts.add(element.asText()));
        if (contacts.size() > CONTACTS_MAX) {
            throw malformed("Contact in " + FIELD + " may have at most " + CONTACTS_MAX + " addresses.");
        }
        return contacts.stream()
                .map(contact -> contact.startsWith("mailto:") ? contact.substring("mailto:".length()) : contact)
                .map(contact -> MailAddress.read("Contact in " + FIELD, contact))
                .toList();
    }

    private static @Nullable String trusted(JsonNode node) {
        if (node.isMissingNode() || node.isNull() || node.asText().isBlank()) {
            return null;
        }
        AcmeTrust.read(node.asText());
        return node.asText();
    }

    static String write(Authority authority) {
        ObjectNode node = JSON.createObjectNode();
        if (authority.kind() == AuthorityKind.ACME) {
            AuthorityOptions options = authority.options();
            options.contacts().forEach(node.putArray("Contact")::add);
            node.put("TermsOfServiceAgreed", options.termsOfServiceAgreed());
            node.put("TrustedCertificates", options.trustedCertificates());
        }
        return node.toString();
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
