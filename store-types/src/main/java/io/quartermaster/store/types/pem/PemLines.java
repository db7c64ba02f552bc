package io.quartermaster.store.types.pem;

import io.quartermaster.store.spi.EncodedCertificate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The lines of a PEM file while blocks are taken out and put in. One thread only. */
final class PemLines {
    private static final int BASE64_LINE_LENGTH = 64;

    /** Each with its line end, if it has one. One byte, one character, as in {@link PemParser}. */
    private final List<String> lines = new ArrayList<>();

    PemLines(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int from = 0;
        while (from < text.length()) {
            int end = endOfLine(text, from);
            lines.add(text.substring(from, end));
            from = end;
        }
    }

    /** As {@link String#lines} counts them: a line ends at \n, \r or both. */
    private static int endOfLine(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                return i + 1;
            }
            if (text.charAt(i) == '\r') {
                return i + 1 < text.length() && text.charAt(i + 1) == '\n' ? i + 2 : i + 1;
            }
        }
        return text.length();
    }

    /** Puts text at the end. */
    void append(String text) {
        endLastLine();
        lines.add(text);
    }

    /**
     * Takes blocks out and puts text where the first of them was; at the beginning when there are none. The lines directly
     * above a block, up to an empty one or another block, describe it and go with it.
     */
    void replace(List<PemBlock> blocks, String text) {
        Set<Integer> gone = new HashSet<>();
        int first = Integer.MAX_VALUE;
        for (PemBlock block : blocks) {
            int from = firstDescribing(block);
            for (int line = from; line <= block.lastLine(); line++) {
                gone.add(line);
            }
            first = Math.min(first, from);
        }
        List<String> kept = new ArrayList<>();
        if (blocks.isEmpty()) {
            kept.add(text);
        }
        for (int number = 1; number <= lines.size(); number++) {
            if (number == first) {
                kept.add(text);
            }
            if (!gone.contains(number)) {
                kept.add(lines.get(number - 1));
            }
        }
        lines.clear();
        lines.addAll(kept);
    }

    private int firstDescribing(PemBlock block) {
        int line = block.line();
        while (line > 1) {
            String above = lines.get(line - 2);
            if (above.isBlank() || above.strip().startsWith("-----")) {
                break;
            }
            line--;
        }
        return line;
    }

    private void endLastLine() {
        if (!lines.isEmpty()) {
            String last = lines.getLast();
            if (!last.isEmpty() && !last.endsWith("\n") && !last.endsWith("\r")) {
                lines.set(lines.size() - 1, last + "\n");
            }
        }
    }

    byte[] bytes() {
        return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    static String certificate(EncodedCertificate certificate) {
        return block("CERTIFICATE", certificate.der());
    }

    static String block(String label, byte[] body) {
        String base64 =
                Base64.getMimeEncoder(BASE64_LINE_LENGTH, new byte[] {'\n'}).encodeToString(body);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
