package io.quartermaster.server.start;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * What the start of the server found out, as configuration for Quarkus. Not system properties, because the password of
 * the database is among them. Stronger than environment variables and {@code application.yaml}, weaker than {@code -D}.
 */
public final class StartConfig implements ConfigSource {
    private static final int ORDINAL = 350;
    private static final Map<String, String> VALUES = new ConcurrentHashMap<>();

    static void set(String name, Object value) {
        VALUES.put(name, value.toString());
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public Set<String> getPropertyNames() {
        return VALUES.keySet();
    }

    @Override
    public @Nullable String getValue(String propertyName) {
        return VALUES.get(propertyName);
    }

    @Override
    public String getName() {
        return "options of the server";
    }
}
