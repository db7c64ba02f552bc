package io.quartermaster.server.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The file that holds the {@link EncryptionKeys}. It is made, with one new key and for its owner alone, when it is not
 * there. Several servers on one database need the same file.
 *
 * <p>Not for use by several threads at once.
 */
public final class KeyFile {
    /** Bytes, at most: {@link EncryptionKeys#KEYS_MAX} keys with the longest ids fit. */
    public static final int SIZE_MAX = 200_000;

    /** Bytes of a key's digest that become its id: two files never hold different keys with the same id. */
    private static final int ID_BYTES = 6;

    private static final Set<PosixFilePermission> ONLY_OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** The group may read: a container platform that mounts the file as a secret can do no better. */
    private static final Set<PosixFilePermission> REFUSED = EnumSet.of(
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final Path path;
    private final RandomGenerator random;

    /** @param random the new key is made of it, so it must be fit for that ({@code SecureRandom}) */
    public KeyFile(Path path, RandomGenerator random) {
        this.path = path;
        this.random = random;
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /**
     * Reads the file, making it first when it is not there.
     *
     * @throws EncryptionKeysException when it can be neither read nor made, holds no keys or something else, or is open to
     *     others
     */
    public EncryptionKeys readOrCreate() {
        try {
            if (!exists()) {
                create();
            }
            refuseReadableByOthers();
            if (Files.size(path) > SIZE_MAX) {
                throw new EncryptionKeysException(path + " is no key file: it has more than " + SIZE_MAX + " bytes.");
            }
            return EncryptionKeys.parse(Files.readString(path, StandardCharsets.US_ASCII), path.toString());
        } catch (IOException e) {
            throw new EncryptionKeysException("The key file " + path + " cannot be read or made (" + e + ").", e);
        }
    }

    private void create() throws IOException {
        byte[] key = new byte[EncryptionKeys.KEY_BYTES];
        random.nextBytes(key);
        String text = """
                # Encrypts the secrets in the database. Without this file they are lost: keep a copy apart from the database.
                # A new key goes to the end; the old ones stay, for what they encrypted.
                """ + idOf(key) + ":" + Base64.getEncoder().encodeToString(key) + "\n";
        Path place = path.toAbsolutePath();
        Path draft = Files.createTempFile(
                place.getParent(), place.getFileName() + ".", ".new", PosixFilePermissions.asFileAttribute(ONLY_OWNER));
        try {
            try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(true);
            }
            // The name appears with the whole key behind it, and a name that is there stays, which a move does not
            // promise.
            Files.createLink(path, draft);
        } catch (FileAlreadyExistsException e) {
            // Another server on the same folder was faster; its key is the one.
            return;
        } finally {
            Files.delete(draft);
        }
    }

    private static String idOf(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return "k" + HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private void refuseReadableByOthers() throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        permissions.retainAll(REFUSED);
        if (!permissions.isEmpty()) {
            throw new EncryptionKeysException("The key file " + path + " is open to other users ("
                    + PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + "). Run: chmod 600 " + path);
        }
    }
}
