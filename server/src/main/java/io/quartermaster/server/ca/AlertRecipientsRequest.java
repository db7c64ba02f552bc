package io.quartermaster.server.ca;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who shall get mail too. */
@Schema(requiredProperties = {"Emails"})
public record AlertRecipientsRequest(
        @Schema(description = "At most 100 mail addresses") @Nullable
        List<@Nullable String> emails) {
    private static final int EMAILS_MAX = 100;

    /** @throws CommandException MALFORMED */
    List<String> toEmails() {
        if (emails == null || emails.isEmpty()) {
            throw new CommandException(ErrorKind.MALFORMED, "Emails is required.");
        }
        if (emails.size() > EMAILS_MAX) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "Emails may have at most " + EMAILS_MAX + " entries; this request has " + emails.size() + ".");
        }
        List<String> read = new ArrayList<>(emails.size());
        for (String email : emails) {
            read.add(MailAddress.read("Emails[" + read.size() + "]", email));
        }
        return read;
    }
}
