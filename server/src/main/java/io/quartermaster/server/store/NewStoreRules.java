package io.quartermaster.server.store;

import static java.util.stream.Collectors.toMap;

import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a store must be to be added, apart from its agent and its password. Works in the command's transaction. Safe for
 * many threads.
 */
@Singleton
class NewStoreRules {
    private final StoreTypeRepository types;
    private final ContainerRepository containers;
    private final Ids ids;

    NewStoreRules(StoreTypeRepository types, ContainerRepository containers, Ids ids) {
        this.types = types;
        this.containers = containers;
        this.ids = ids;
    }

    /**
     * What was found to be in order.
     *
     * @param container null for none
     */
    record Fit(StoreType type, @Nullable Container container, StoreProperties.Checked properties) {}

    /** The types and containers that there are for some stores, read at once. */
    record Known(Map<Integer, StoreType> types, Map<Integer, Container> containers) {}

    /** @throws CommandException MALFORMED, naming what the type or the container does not allow */
    Fit check(Handle tx, NewStore wanted) {
        return check(
                keep(tx, wanted.typeId(), wanted.containerId() == null ? Set.of() : Set.of(wanted.containerId())),
                wanted);
    }

    /** The same for stores of one type that are about to be written: it and the containers stay until the transaction ends. */
    Known keep(Handle tx, int typeId, Collection<Integer> containerIds) {
        types.keep(tx, typeId);
        containers.keep(tx, containerIds);
        return known(tx, containerIds);
    }

    /** What {@link #check(Known, NewStore)} needs to know for many stores. */
    Known known(Handle tx, Collection<Integer> containerIds) {
        return new Known(
                types.all(tx).stream().collect(toMap(StoreType::id, Function.identity())),
                containers.find(tx, containerIds).stream().collect(toMap(Container::id, Function.identity())));
    }

    /** @throws CommandException MALFORMED, naming what the type or the container does not allow */
    Fit check(Known known, NewStore wanted) {
        @Nullable StoreType type = known.types().get(wanted.typeId());
        if (type == null) {
            throw malformed("CertStoreType " + wanted.typeId() + " does not exist.");
        }
        @Nullable Container container = container(known, wanted.containerId(), type);
        StorePaths.check(wanted.storePath(), type);
        checkCreation(wanted.createIfMissing(), type);
        return new Fit(type, container, StoreProperties.check(type, wanted.properties(), ids));
    }

    /** @throws CommandException MALFORMED when the agent is to create what it cannot */
    void checkCreation(boolean createIfMissing, StoreType type) {
        if (createIfMissing && !type.definition().supportedOperations().create()) {
            throw malformed("CreateIfMissing: stores of type " + type.shortName() + " cannot be created by the agent.");
        }
    }

    /**
     * The container that a store shall be in; it stays until the transaction ends.
     *
     * @throws CommandException MALFORMED when there is none, or it is for other stores
     */
    @Nullable
    Container container(Handle tx, @Nullable Integer containerId, StoreType type) {
        List<Container> found = containerId == null ? List.of() : containers.keep(tx, List.of(containerId));
        return container(
                new Known(Map.of(), found.stream().collect(toMap(Container::id, Function.identity()))),
                containerId,
                type);
    }

    static @Nullable Container container(Known known, @Nullable Integer containerId, StoreType type) {
        if (containerId == null) {
            return null;
        }
        @Nullable Container container = known.containers().get(containerId);
        if (container == null) {
            throw malformed("ContainerId " + containerId + " does not exist.");
        }
        if (!container.takes(type)) {
            throw malformed("ContainerId " + containerId + " is for stores of type " + container.typeId() + ", not "
                    + type.id() + " (" + type.shortName() + ").");
        }
        return container;
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
