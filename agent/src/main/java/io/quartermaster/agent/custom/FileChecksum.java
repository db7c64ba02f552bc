package io.quartermaster.agent.custom;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.agent.spi.CustomJob;
import io.quartermaster.agent.spi.CustomJobException;
import io.quartermaster.agent.spi.CustomJobField;
import io.quartermaster.agent.spi.CustomJobRequest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Size, time of the last change and SHA-256 of files, to see whether a file is the one it should be.
 *
 * <p>Checksums let someone who guesses a file's content find out whether the guess is right, so files are looked at only
 * below the folders that the setting {@code Roots} opens; links that lead out of them are refused. Without the setting no
 * file is looked at.
 */
public final class FileChecksum implements CustomJob {
    /** Files of one job, at most. */
    static final int FILES_MAX = 1_000;

    /** Bytes of a file, at most. */
    static final long FILE_BYTES_MAX = 4L * 1024 * 1024 * 1024;

    private static final int CHUNK = 1 << 16;

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public String name() {
        return "FileChecksum";
    }

    @Override
    public String description() {
        return "Size, last change and SHA-256 of files, as a JSON array of Path, Bytes, Modified, Sha256; of a file that"
                + " cannot be read Path and Problem. The folders open to it are set when the agent is started:"
                + " --setting FileChecksum.Roots=/etc/ssl" + File.pathSeparator + "/srv";
    }

    @Override
    public List<CustomJobField> fields() {
        return List.of(new CustomJobField(
                "Paths",
                "Absolute paths of files, separated by commas or line breaks; at most " + FILES_MAX + ".",
                true));
    }

    @Override
    public String run(CustomJobRequest request) throws CustomJobException, InterruptedException {
        List<Path> roots = roots(request);
        List<String> paths = request.required("Paths")
                .lines()
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .toList();
        if (paths.size() > FILES_MAX) {
            throw new CustomJobException(
                    "The field Paths names " + paths.size() + " files; " + FILES_MAX + " are the most.");
        }
        ArrayNode files = json.createArrayNode();
        for (String path : paths) {
            files.add(look(path, roots));
        }
        return files.toString();
    }

    private static List<Path> roots(CustomJobRequest request) throws CustomJobException {
        String setting = request.setting("Roots")
                .orElseThrow(() -> new CustomJobException(
                        "No folder is open to this job: start the agent with --setting FileChecksum.Roots=<folder>."));
        List<Path> roots = new ArrayList<>();
        for (String root : setting.split(File.pathSeparator)) {
            try {
                roots.add(Path.of(root).toRealPath());
            } catch (IOException | InvalidPathException e) {
                throw new CustomJobException(
                        "The folder " + root + " of the setting FileChecksum.Roots is not there.", e);
            }
        }
        return roots;
    }

    private ObjectNode look(String path, List<Path> roots) throws InterruptedException {
        ObjectNode file = json.createObjectNode().put("Path", path);
        try {
            Path real = Path.of(path).toRealPath();
            if (!Path.of(path).isAbsolute() || roots.stream().noneMatch(real::startsWith)) {
                return file.put("Problem", "not below a folder that is open to this job");
            }
            BasicFileAttributes attributes =
                    Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                return file.put("Problem", "not an ordinary file");
            }
            if (attributes.size() > FILE_BYTES_MAX) {
                return file.put("Problem", "larger than " + FILE_BYTES_MAX + " bytes");
            }
            return file.put("Bytes", attributes.size())
                    .put("Modified", attributes.lastModifiedTime().toInstant().toString())
                    .put("Sha256", sha256(real));
        } catch (NoSuchFileException e) {
            return file.put("Problem", "not there");
        } catch (IOException | InvalidPathException e) {
            return file.put("Problem", "cannot be read");
        }
    }

    private static String sha256(Path file) throws IOException, InterruptedException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                digest.update(chunk, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
