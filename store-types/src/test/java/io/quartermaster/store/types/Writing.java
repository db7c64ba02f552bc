package io.quartermaster.store.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.store.spi.Addition;
import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.Removal;
import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.spi.StoreProperties;
import io.quartermaster.store.spi.StoreSecrets;
import io.quartermaster.store.types.file.FileStoreType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One store that a test changes, and short words for the changes. */
public final class Writing {
    private final FileStoreType type;
    private final StoreLocation location;
    private final StoreSecrets secrets;

    public Writing(FileStoreType type, Path path, String password, Map<String, String> properties) {
        this.type = type;
        this.location = new StoreLocation(path.toString(), new StoreProperties(properties));
        this.secrets = new StoreSecrets(new StorePassword(password));
    }

    public Writing(FileStoreType type, Path path, String password) {
        this(type, path, password, Map.of());
    }

    /** The same store by another type object, e.g. one on a disk that fails. */
    public Writing by(FileStoreType other) {
        return new Writing(other, location, secrets);
    }

    private Writing(FileStoreType type, StoreLocation location, StoreSecrets secrets) {
        this.type = type;
        this.location = location;
        this.secrets = secrets;
    }

    public StoreLocation location() {
        return location;
    }

    public StoreSecrets secrets() {
        return secrets;
    }

    /** Adds and commits. */
    public Writing add(Addition addition) throws StoreException {
        try (StoreChange change = type.add(location, secrets, addition)) {
            assertThat(change.changed()).isTrue();
            change.commit();
        }
        return this;
    }

    /** Adds what is there already. */
    public void addNothing(Addition addition) throws StoreException {
        try (StoreChange change = type.add(location, secrets, addition)) {
            assertThat(change.changed()).isFalse();
            change.commit();
        }
    }

    /** Removes and commits. */
    public void remove(String alias) throws StoreException {
        try (StoreChange change = type.remove(location, secrets, new Removal(alias))) {
            assertThat(change.changed()).isTrue();
            change.commit();
        }
    }

    /** Makes the store and commits. */
    public Writing create() throws StoreException {
        try (StoreChange change = type.create(location, secrets)) {
            assertThat(change.changed()).isTrue();
            change.commit();
        }
        return this;
    }

    public void assertRefused(Addition addition, String sentence) throws IOException {
        Map<String, String> before = contents(folder());
        assertThatThrownBy(() -> type.add(location, secrets, addition).close())
                .isInstanceOf(StoreException.class)
                .hasMessage(sentence);
        assertThat(contents(folder())).isEqualTo(before);
    }

    private Path folder() {
        return Objects.requireNonNull(Path.of(location.path()).getParent());
    }

    public Inventory inventory() throws StoreException {
        return type.read(location, secrets);
    }

    /** As {@link Tools#lines}. */
    public List<String> lines() throws StoreException {
        return Tools.lines(inventory());
    }

    /** {@code alias true} for an entry with a key. */
    public List<String> keyFlags() throws StoreException {
        return inventory().entries().stream()
                .map(entry -> entry.alias() + " " + entry.privateKeyEntry())
                .toList();
    }

    /** Names of all files in a folder, hidden ones too, without subfolders. */
    public static List<String> names(Path folder) throws IOException {
        return List.copyOf(contents(folder).keySet());
    }

    /** Files of a folder with their contents. */
    public static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        Objects.requireNonNull(file.getFileName()).toString(),
                        Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }
}
