package io.quartermaster.server.renewal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a certificate is served.
 *
 * @param host a name or an address; that of version 6 without brackets
 */
record Endpoint(String host, int port) {
    private static final Pattern FORM = Pattern.compile(
            "(?<host>[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|\\[(?<six>[0-9A-Fa-f:.]{2,45})]):(?<port>[0-9]{1,5})");
    private static final int PORT_MAX = 65_535;

    static Endpoint parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            int port = Integer.parseInt(form.group("port"));
            if (port >= 1 && port <= PORT_MAX) {
                String six = form.group("six");
                return new Endpoint(six == null ? form.group("host") : six, port);
            }
        }
        throw RenewalRuleRequest.malformed(
                "Endpoints: '" + text + "' is no host and port such as app.example.com:443 or [2001:db8::7]:443.");
    }

    /**
     * The text itself.
     *
     * @throws io.quartermaster.server.error.CommandException MALFORMED for one that is no host and port
     */
    static String checked(String text) {
        parse(text);
        return text;
    }
}
