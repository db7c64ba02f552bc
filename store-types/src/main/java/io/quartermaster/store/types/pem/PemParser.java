package io.quartermaster.store.types.pem;

import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.types.StoreFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a PEM file into its blocks (RFC 7468, with the headers of RFC 1421 that old keys have). Text between blocks is
 * ignored, as every tool does: bundles carry comments, {@code openssl x509 -text} output and bag attributes there.
 *
 * <p>One file only.
 */
final class PemParser {
    /** Characters of a line inside a block, at most: the largest signatures known fit when someone left out the breaks. */
    static final int BLOCK_LINE_LENGTH_MAX = 131_072;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private final StoreFile file;
    private final List<PemBlock> blocks = new ArrayList<>();

    // The block being read: null label between blocks.
    private @Nullable String label;
    private int beginLine;
    private boolean encrypted;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder base64 = new StringBuilder();

    private PemParser(StoreFile file) {
        this.file = file;
    }

    /**
     * All blocks in the order of the file.
     *
     * @return empty for an empty file, or one of white space only
     * @throws StoreException when there is text and no block in it, a block without an end, a body that is no base64, or
     *     more blocks than {@link StoreFile#ENTRIES_MAX}; names the line
     */
    static List<PemBlock> parse(StoreFile file) throws StoreException {
        PemParser parser = new PemParser(file);
        // One byte, one character: comments may be in any encoding, and what counts is ASCII.
        String content = new String(file.content(), StandardCharsets.ISO_8859_1);
        int number = 0;
        for (String line : (Iterable<String>) content.lines()::iterator) {
            number++;
            parser.take(number, line);
        }
        if (parser.label != null) {
            throw parser.refusal(parser.beginLine, "the block that begins here has no end");
        }
        if (parser.blocks.isEmpty() && !content.isBlank()) {
            throw new StoreException(
                    file.path() + " is not a PEM file: it has no line that begins with " + BEGIN.trim() + ".");
        }
        return parser.blocks;
    }

    private void take(int number, String line) throws StoreException {
        if (label == null) {
            String trimmed = line.strip();
            if (trimmed.startsWith(BEGIN) && trimmed.endsWith(DASHES)) {
                begin(number, trimmed);
            }
            return;
        }
        if (line.length() > BLOCK_LINE_LENGTH_MAX) {
            throw refusal(number, "a line in a block is longer than " + BLOCK_LINE_LENGTH_MAX + " characters");
        }
        String trimmed = line.strip();
        text.append(trimmed).append('\n');
        if (trimmed.startsWith(END)) {
            end(number, trimmed);
        } else if (trimmed.startsWith(BEGIN)) {
            throw refusal(number, "a block begins before the one of line " + beginLine + " has ended");
        } else if (trimmed.indexOf(':') >= 0) {
            encrypted |= trimmed.startsWith("Proc-Type:") && trimmed.endsWith("ENCRYPTED");
        } else {
            base64.append(trimmed);
        }
    }

    private void begin(int number, String line) throws StoreException {
        if (blocks.size() == StoreFile.ENTRIES_MAX) {
            throw refusal(number, "there are more than " + StoreFile.ENTRIES_MAX + " blocks");
        }
        label = line.substring(BEGIN.length(), line.length() - DASHES.length());
        beginLine = number;
        encrypted = false;
        text.setLength(0);
        text.append(line).append('\n');
        base64.setLength(0);
    }

    private void end(int number, String line) throws StoreException {
        if (label == null || !line.equals(END + label + DASHES)) {
            throw refusal(number, "this is not the end of the block of line " + beginLine);
        }
        byte[] body;
        try {
            body = Base64.getDecoder().decode(base64.toString());
        } catch (IllegalArgumentException e) {
            throw refusal(beginLine, "the block that begins here is not base64");
        }
        blocks.add(new PemBlock(label, beginLine, number, encrypted, text.toString(), body));
        label = null;
    }

    private StoreException refusal(int line, String what) {
        return new StoreException(file.path() + ", line " + line + ": " + what + ".");
    }
}
