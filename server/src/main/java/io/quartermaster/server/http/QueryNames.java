package io.quartermaster.server.http;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Gives query parameters the names under which they are declared. Clients send them in any case and with a prefix that
 * depends on the client: {@code pq.queryString}, {@code certificateStoreQuery.returnLimit}. Only what stands behind the
 * last dot counts.
 */
final class QueryNames {
    private QueryNames() {}

    /**
     * @param query as sent, without the question mark, still encoded
     * @return the same with declared names; values are not touched, unknown parameters neither
     * @throws CommandException MALFORMED for text that is not percent-encoded UTF-8 or has the character U+0000
     */
    static String declared(String query, Collection<String> names) {
        List<String> parameters = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals), true);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            decoded(value, true);
            Optional<String> declared = declaredName(name, names);
            parameters.add(declared.map(known -> known + "=" + value).orElse(parameter));
        }
        return String.join("&", parameters);
    }

    private static Optional<String> declaredName(String sent, Collection<String> names) {
        String key = sent.substring(sent.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).equals(key))
                .findFirst();
    }

    /**
     * @param plusIsBlank as in a query; not in a path
     * @throws CommandException as {@link #declared}
     */
    static String decoded(String text, boolean plusIsBlank) {
        if (text.indexOf('%') < 0 && text.indexOf('\0') < 0) {
            return plusIsBlank ? text.replace('+', ' ') : text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                bytes.put(escaped(raw, i));
                i += 2;
            } else {
                bytes.put(raw[i] == '+' && plusIsBlank ? (byte) ' ' : raw[i]);
            }
        }
        try {
            String decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (decoded.indexOf('\0') >= 0) {
                throw new CommandException(ErrorKind.MALFORMED, "The address must not have the character U+0000.");
            }
            return decoded;
        } catch (CharacterCodingException e) {
            throw new CommandException(
                    ErrorKind.MALFORMED, "The address has percent-encoded bytes that are not UTF-8.");
        }
    }

    private static byte escaped(byte[] raw, int percent) {
        int high = percent + 2 < raw.length ? Character.digit(raw[percent + 1], 16) : -1;
        int low = percent + 2 < raw.length ? Character.digit(raw[percent + 2], 16) : -1;
        if (high < 0 || low < 0) {
            String around = new String(raw, percent, Math.min(3, raw.length - percent), StandardCharsets.UTF_8);
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "The address has '" + around + "' where a percent sign and two hex digits were expected.");
        }
        return (byte) (high << 4 | low);
    }
}
