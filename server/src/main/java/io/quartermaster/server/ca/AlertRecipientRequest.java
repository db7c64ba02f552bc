package io.quartermaster.server.ca;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who shall get mail instead. */
@Schema(requiredProperties = {"Email"})
public record AlertRecipientRequest(@Nullable String email) {
    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    String toEmail() {
        return MailAddress.read("Email", email);
    }
}
