package io.quartermaster.server.setting;

/**
 * The server that takes our mail.
 *
 * @param host empty: there is none, and no mail is sent
 * @param from the sender's address
 * @param user empty: it asks for none
 */
public record MailSettings(
        String host, int port, Encryption encryption, String from, String user, MailPassword password) {
    public static final int PORT_MAX = 65_535;

    /** How the way to it is protected. */
    public enum Encryption {
        /** It begins without and has to go over to TLS. */
        STARTTLS,
        TLS,
        NONE
    }

    /** No server; the port of mail that is handed in. */
    public static final MailSettings DEFAULT =
            new MailSettings("", 587, Encryption.STARTTLS, "quartermaster@localhost", "", new MailPassword(""));
}
