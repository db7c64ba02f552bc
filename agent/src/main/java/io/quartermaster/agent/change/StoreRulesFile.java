package io.quartermaster.agent.change;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@code --store-rules}, JSON:
 *
 * <pre>{@code
 * { "folders": ["/etc/ssl/sites"], "followLinks": false, "backups": 3,
 *   "reload": [ { "store": "/etc/ssl/sites/www.pem", "command": ["/usr/bin/systemctl", "reload", "nginx"], "seconds":
 *   30 } ] }
 * }</pre>
 *
 * <p>Its commands are run with the rights of the agent, so it is not taken when others could have written it.
 */
public final class StoreRulesFile {
    static final int SECONDS_DEFAULT = 30;
    static final int SECONDS_MAX = 600;

    private static final Set<PosixFilePermission> NOT_FOR_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private StoreRulesFile() {}

    /** The file as it is written. */
    record Written(
            @JsonProperty("folders") @Nullable List<String> folders,
            @JsonProperty("followLinks") boolean followLinks,
            @JsonProperty("backups") @Nullable Integer backups,
            @JsonProperty("reload") @Nullable List<WrittenReload> reload) {}

    /** One entry of {@code reload}. */
    record WrittenReload(
            @JsonProperty("store") @Nullable String store,
            @JsonProperty("command") @Nullable List<String> command,
            @JsonProperty("seconds") @Nullable Integer seconds) {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when it cannot be read, says something that is unknown or out of range, or may
     *     be written by others; the message is for a person
     */
    public static StoreRules read(Path file) {
        Written written;
        try {
            requireOwned(file);
            // A misspelt name would be a rule that does not hold; "trailing" is a file that was cut and glued.
            written = new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readValue(Files.readAllBytes(file), Written.class);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("There is no file of store rules " + file + ".", e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The store rules in " + file + " are not understood: " + e.getOriginalMessage() + ".", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The store rules " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
        if (written == null) {
            throw new IllegalArgumentException("The store rules in " + file + " are not understood: null.");
        }
        int backups = Objects.requireNonNullElse(written.backups(), StoreRules.BACKUPS_DEFAULT);
        require(
                backups >= 0 && backups <= StoreRules.BACKUPS_MAX,
                file,
                "backups is 0 to " + StoreRules.BACKUPS_MAX + ", not " + backups);
        List<Path> folders = orEmpty(written.folders()).stream()
                .map(folder -> absolute(file, "folders", folder))
                .toList();
        Map<Path, ReloadCommand> reloads = new HashMap<>();
        for (WrittenReload reload : orEmpty(written.reload())) {
            Path store = absolute(file, "store", reload.store());
            require(reloads.put(store, command(file, reload)) == null, file, "there are two reloads of " + store);
        }
        return new StoreRules(folders, written.followLinks(), backups, reloads, List.of(file.toAbsolutePath()));
    }

    private static ReloadCommand command(Path file, WrittenReload reload) {
        List<String> command = orEmpty(reload.command());
        require(
                !command.isEmpty() && command.stream().noneMatch(Objects::isNull),
                file,
                "command is a list of the program and its arguments");
        absolute(file, "the program of a command", command.getFirst());
        int seconds = Objects.requireNonNullElse(reload.seconds(), SECONDS_DEFAULT);
        require(seconds >= 1 && seconds <= SECONDS_MAX, file, "seconds is 1 to " + SECONDS_MAX + ", not " + seconds);
        return new ReloadCommand(command, Duration.ofSeconds(seconds));
    }

    private static Path absolute(Path file, String what, @Nullable String text) {
        try {
            Path path = Path.of(Objects.requireNonNullElse(text, ""));
            require(path.isAbsolute(), file, what + " must be absolute paths, not \"" + path + "\"");
            return path.normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "The store rules in " + file + " are wrong: \"" + text + "\" is no path.", e);
        }
    }

    private static void requireOwned(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (NOT_FOR_OTHERS.stream().anyMatch(permissions::contains)) {
            throw new IllegalArgumentException("The store rules " + file
                    + " may be changed by others than their owner; take that right away (chmod go-w) and start again.");
        }
    }

    private static void require(boolean holds, Path file, String what) {
        if (!holds) {
            throw new IllegalArgumentException("The store rules in " + file + " are wrong: " + what + ".");
        }
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
