package io.quartermaster.server.ca;

/** Who gets mail about authorities, in answers. */
public record AlertRecipientResponse(int id, String email) {
    static AlertRecipientResponse of(AlertRecipient recipient) {
        return new AlertRecipientResponse(recipient.id(), recipient.email());
    }
}
