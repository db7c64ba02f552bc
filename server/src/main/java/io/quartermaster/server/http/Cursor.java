package io.quartermaster.server.http;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on, as the text that a client gets as {@code Next} and sends back as {@code After}. It means nothing
 * to clients, and it is good for the same list, sort and query only.
 *
 * <p>It holds no secret and gives no right: a place is compared with values, and what may be seen is decided anew by each
 * request. So it has a checksum against accidents and no signature: whoever forges one only begins elsewhere.
 *
 * @param list {@code "jobs"}; for a list of one object with its id
 * @param sort as a request writes it; "" where a list has one order only
 * @param query "" for all rows
 */
public record Cursor(String list, String sort, String query) {
    private static final int VERSION = 1;
    private static final int CHECK_BYTES = 8;
    private static final int LENGTH_MAX = 2_000;

    /** What travels besides the place. */
    private record Sent(String list, String sort, String queryDigest, List<@Nullable String> place) {}

    /** @param place values that tell the last row of the answer from all others */
    public String text(List<@Nullable String> place) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            out.writeUTF(list);
            out.writeUTF(sort);
            out.writeUTF(queryDigest());
            out.writeByte(place.size());
            for (String value : place) {
                out.writeBoolean(value != null);
                if (value != null) {
                    out.writeUTF(value);
                }
            }
            out.write(digest(bytes.toByteArray()));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param after what {@link #text} gave
     * @return the place it was made of
     * @throws CommandException MALFORMED for a text that it did not give, or gave for another list, sort or query
     */
    public List<@Nullable String> read(String after) {
        Sent sent = sent(after);
        if (!sent.list.equals(list)) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "After is Next of another list (" + sent.list
                            + "); here it must be Next of an answer of this list.");
        }
        if (!sent.sort.equals(sort)) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "After is Next of the list sorted by " + sent.sort + "; this request sorts by " + sort
                            + ". Send the same Sort, or begin the list anew without After.");
        }
        if (!sent.queryDigest.equals(queryDigest())) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "After is Next of the list of another Query. Send the same Query, or begin the list anew without After.");
        }
        return sent.place;
    }

    /** For a place that a list does not have, although the text is whole. */
    public static CommandException unreadable() {
        return new CommandException(
                ErrorKind.MALFORMED, "After must be Next of an answer of this list, whole and unchanged.");
    }

    private static Sent sent(String after) {
        try {
            byte[] bytes = after.length() > LENGTH_MAX
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(after);
            int end = bytes.length - CHECK_BYTES;
            if (end < 1
                    || bytes[0] != VERSION
                    || !Arrays.equals(
                            Arrays.copyOfRange(bytes, end, bytes.length), digest(Arrays.copyOf(bytes, end)))) {
                throw unreadable();
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 1, end - 1));
            String list = in.readUTF();
            String sort = in.readUTF();
            String queryDigest = in.readUTF();
            List<@Nullable String> place = new ArrayList<>();
            for (int left = in.readUnsignedByte(); left > 0; left--) {
                place.add(in.readBoolean() ? in.readUTF() : null);
            }
            return new Sent(list, sort, queryDigest, place);
        } catch (IllegalArgumentException | IOException e) {
            throw unreadable();
        }
    }

    private String queryDigest() {
        return HexFormat.of().formatHex(digest(query.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bytes), CHECK_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
