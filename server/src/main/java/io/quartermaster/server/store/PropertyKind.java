package io.quartermaster.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a store can have under one name: a property of its type, or one of the three that describe the server it is reached
 * through, which every client may send.
 *
 * @param name as the type spells it
 * @param defaultText the value of a store that was given none; null when there is none
 * @param required a store cannot do without; false for the three
 */
record PropertyKind(
        String name, boolean secret, boolean bool, @Nullable String defaultText, boolean required) {
    private static final List<PropertyKind> OF_SERVERS = List.of(
            new PropertyKind("ServerUsername", true, false, null, false),
            new PropertyKind("ServerPassword", true, false, null, false),
            new PropertyKind("ServerUseSsl", false, true, null, false));

    private static PropertyKind of(StoreTypeProperty property) {
        return new PropertyKind(
                property.name(),
                property.isSecret(),
                property.type().equalsIgnoreCase(StoreTypeProperty.BOOL),
                property.defaultText(),
                property.required());
    }

    /** The properties of a type, in its order, and the three. */
    static List<PropertyKind> of(StoreTypeDefinition type) {
        List<PropertyKind> own =
                type.properties().stream().map(PropertyKind::of).toList();
        List<PropertyKind> kinds = new ArrayList<>(own);
        OF_SERVERS.stream()
                .filter(server -> named(own, server.name()).isEmpty())
                .forEach(kinds::add);
        return List.copyOf(kinds);
    }

    /** Names are compared without regard to case. */
    static Optional<PropertyKind> named(List<PropertyKind> kinds, String name) {
        return kinds.stream().filter(kind -> kind.name().equalsIgnoreCase(name)).findFirst();
    }
}
