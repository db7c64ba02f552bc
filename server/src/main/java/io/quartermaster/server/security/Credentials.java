package io.quartermaster.server.security;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody signs in with.
 *
 * @param name as sent, for example {@code CORP\alice}; not yet known to be anybody's
 */
public record Credentials(String name, Password password) {
    private static final String SCHEME = "Basic ";

    /**
     * Reads the value of an Authorization header (RFC 7617, with UTF-8).
     *
     * @return empty for no header, another scheme, text that is not of the form {@code base64(name:password)}, and a name
     *     or password that is longer than any account has
     */
    public static Optional<Credentials> fromHeader(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            return split(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Credentials> split(CharBuffer text) {
        char[] characters = new char[text.remaining()];
        text.get(characters);
        int colon = 0;
        while (colon < characters.length && characters[colon] != ':') {
            colon++;
        }
        int length = characters.length - colon - 1;
        if (colon > AccountName.LENGTH_MAX || length < 0 || length > Password.LENGTH_MAX) {
            return Optional.empty();
        }
        String name = new String(characters, 0, colon);
        return Optional.of(
                new Credentials(name, new Password(Arrays.copyOfRange(characters, colon + 1, characters.length))));
    }
}
