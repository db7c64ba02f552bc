package io.quartermaster.server.secret;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys that secrets are encrypted with. The newest encrypts; the older ones only decrypt what was encrypted when they
 * were the newest. To change keys, a line is added at the end.
 *
 * <p>As text, in a file or an environment variable, there is one key a line (or between commas), {@code id:base64 of 32
 * bytes}, oldest first; empty lines and lines that begin with {@code #} say nothing.
 *
 * <p>Immutable; safe for many threads. Prints only the ids.
 */
public final class EncryptionKeys {
    /** AES-256. */
    public static final int KEY_BYTES = 32;

    /** Far more than anybody rotates; a file that has more is not a key file. */
    public static final int KEYS_MAX = 1_000;

    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern BETWEEN_KEYS = Pattern.compile(",");

    private final Map<String, SecretKey> byId;
    private final String newestId;

    private EncryptionKeys(Map<String, SecretKey> byId, String newestId) {
        this.byId = Map.copyOf(byId);
        this.newestId = newestId;
    }

    /**
     * Reads keys in their text form.
     *
     * @param source for messages: the name of the file or of the variable
     * @throws EncryptionKeysException with a sentence that names the source and the key's number or id, never the key
     */
    public static EncryptionKeys parse(String text, String source) {
        List<String> lines = text.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .flatMap(BETWEEN_KEYS::splitAsStream)
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            throw new EncryptionKeysException(
                    source + " holds no key. It needs at least one line id:base64 of " + KEY_BYTES + " bytes.");
        }
        if (lines.size() > KEYS_MAX) {
            throw new EncryptionKeysException(source + " holds more than " + KEYS_MAX + " keys.");
        }
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        String newest = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int colon = line.indexOf(':');
            String id = colon < 0 ? "" : line.substring(0, colon).strip();
            if (!KEY_ID.matcher(id).matches()) {
                throw new EncryptionKeysException(
                        source + ", key " + (i + 1)
                                + ": expected id:base64, where the id has 1 to 64 letters, digits, dots, dashes or underscores.");
            }
            if (keys.put(id, key(line.substring(colon + 1).strip(), id, source)) != null) {
                throw new EncryptionKeysException(source + " holds two keys with the id " + id + ".");
            }
            newest = id;
        }
        return new EncryptionKeys(keys, newest);
    }

    private static SecretKey key(String base64, String id, String source) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // Without the cause: its message quotes a character of the key.
            throw new EncryptionKeysException(source + ": the key " + id + " is not base64.");
        }
        if (bytes.length != KEY_BYTES) {
            throw new EncryptionKeysException(
                    source + ": the key " + id + " has " + bytes.length + " bytes instead of " + KEY_BYTES + ".");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    String newestId() {
        return newestId;
    }

    /** The key with that id; null when it is not among these. */
    @Nullable
    SecretKey withId(String id) {
        return byId.get(id);
    }

    public Set<String> ids() {
        return byId.keySet();
    }

    @Override
    public String toString() {
        return "EncryptionKeys" + byId.keySet();
    }
}
