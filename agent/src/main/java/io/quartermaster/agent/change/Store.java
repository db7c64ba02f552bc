package io.quartermaster.agent.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quartermaster.agent.protocol.SecretText;
import io.quartermaster.agent.state.PendingChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.spi.StorePassword;
import io.quartermaster.store.spi.StoreProperties;
import io.quartermaster.store.spi.StoreSecrets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A certificate store as a job names it. */
public final class Store {
    /** The property by which a type of stores that are files is told how many former contents to keep. */
    private static final String BACKUPS = "Backups";

    /** What the name of a property that names a file ends with: {@code privateKeyPath}. */
    private static final String FILE_PROPERTY = "path";

    /** Values that are no secret, whatever the property is. */
    private static final Pattern FLAG = Pattern.compile("true|false", Pattern.CASE_INSENSITIVE);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String storeType;
    private final StoreLocation location;
    private final StoreSecrets secrets;
    private final Map<String, String> properties;

    private Store(String storeType, String path, StoreSecrets secrets, Map<String, String> properties) {
        this.storeType = storeType;
        this.location = new StoreLocation(path, new StoreProperties(properties));
        this.secrets = secrets;
        this.properties = properties;
    }

    /**
     * From the members of a message.
     *
     * @param storeType short name
     * @param properties text of a JSON object; null or blank is none
     * @throws StoreException when the path is missing, or the properties are no JSON object
     */
    public static Store of(
            String storeType,
            @Nullable String storePath,
            @Nullable SecretText storePassword,
            @Nullable SecretText properties)
            throws StoreException {
        if (storePath == null || storePath.isBlank()) {
            throw new StoreException("The server's configuration of the job names no store path.");
        }
        StoreSecrets secrets =
                storePassword == null ? StoreSecrets.NONE : new StoreSecrets(new StorePassword(storePassword.value()));
        return new Store(storeType, storePath, secrets, parse(properties));
    }

    public StoreLocation location() {
        return location;
    }

    /** The same with the number of former contents that this machine keeps, whatever the server says of it. */
    StoreLocation locationKeeping(int backups) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(properties);
        all.put(BACKUPS, Integer.toString(backups));
        return new StoreLocation(location.path(), new StoreProperties(all));
    }

    public StoreSecrets secrets() {
        return secrets;
    }

    /**
     * All files that a change of the store may write: its own first, then those that its properties name.
     *
     * @throws StoreException when its path is none of a file, absolutely
     */
    Set<Path> files() throws StoreException {
        Set<Path> files = new LinkedHashSet<>();
        files.add(location.file());
        properties.forEach((name, value) -> {
            if (isFile(name, value)) {
                files.add(Path.of(value.strip()));
            }
        });
        return files;
    }

    /** Without whatever may be a secret: of the properties, those that name files and those that are true or false. */
    PendingChange pending() {
        Map<String, String> kept = new TreeMap<>();
        properties.forEach((name, value) -> {
            if (isFile(name, value) || FLAG.matcher(value.strip()).matches()) {
                kept.put(name, value);
            }
        });
        return new PendingChange(storeType, location.path(), kept);
    }

    /** For logs: without properties and secrets. */
    @Override
    public String toString() {
        return storeType + " " + location.path();
    }

    private static boolean isFile(String name, String value) {
        try {
            return name.toLowerCase(Locale.ROOT).endsWith(FILE_PROPERTY)
                    && Path.of(value.strip()).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Map<String, String> parse(@Nullable SecretText properties) throws StoreException {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (properties == null || properties.value().isBlank()) {
            return values;
        }
        JsonNode object;
        try {
            object = JSON.readTree(properties.value());
        } catch (JsonProcessingException e) {
            // Without the cause, whose message quotes the text.
            throw new StoreException("The store's properties are no JSON.");
        }
        if (!object.isObject()) {
            throw new StoreException("The store's properties are no JSON object.");
        }
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            JsonNode value = property.getValue();
            if (!value.isNull()) {
                values.put(property.getKey(), value.isValueNode() ? value.asText() : value.toString());
            }
        }
        return values;
    }
}
