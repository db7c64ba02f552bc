package io.quartermaster.server.setting;

/**
 * What the mail server wants to have besides the user.
 *
 * @param reveal the text itself; never for a message
 */
public record MailPassword(String reveal) {
    @Override
    public String toString() {
        return "MailPassword[hidden]";
    }
}
