package io.quartermaster.server.job;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes text from agents fit to be stored: no NUL, which PostgreSQL refuses, and not longer than a limit. */
final class StoredText {
    private StoredText() {}

    /** @return empty for null; never splits a character */
    static String cut(@Nullable String text, int charactersMax) {
        if (text == null) {
            return "";
        }
        String clean = text.replace('\0', '?');
        if (clean.length() <= charactersMax) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(charactersMax - 1)) ? charactersMax - 1 : charactersMax;
        return clean.substring(0, end);
    }

    /** The longest beginning of the text that has at most so many bytes in UTF-8. */
    static String cutBytes(String text, int bytesMax) {
        String clean = text.replace('\0', '?');
        if (clean.length() <= bytesMax / 3) {
            return clean;
        }
        ByteBuffer bytes = ByteBuffer.allocate(bytesMax);
        CharBuffer characters = CharBuffer.wrap(clean);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(characters, bytes, true);
        return clean.substring(0, characters.position());
    }
}
