package io.quartermaster.server.store;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** What no two store types may share. */
final class StoreTypeNames {
    private StoreTypeNames() {}

    /** @throws CommandException NAME_IN_USE, naming what is taken, and by which type */
    static void refuseTaken(StoreType wanted, Collection<StoreType> all) {
        for (StoreType other : all) {
            if (other.id() == wanted.id()) {
                continue;
            }
            refuse("Name", wanted.name(), other.name(), other);
            refuse("ShortName", wanted.shortName(), other.shortName(), other);
            refuse("Capability", wanted.capability(), other.capability(), other);
            jobTypes(wanted).filter(id -> jobTypes(other).anyMatch(id::equals)).forEach(id -> {
                throw new CommandException(
                        ErrorKind.NAME_IN_USE,
                        "The job type id " + id + " belongs to the store type " + other.shortName() + " already.");
            });
        }
    }

    private static void refuse(String member, String wanted, String taken, StoreType other) {
        if (wanted.equalsIgnoreCase(taken)) {
            throw new CommandException(
                    ErrorKind.NAME_IN_USE,
                    member + " '" + wanted + "' is that of the store type " + other.shortName() + " (" + other.id()
                            + ") already; case does not matter.");
        }
    }

    static Stream<UUID> jobTypes(StoreType type) {
        return Stream.of(
                        type.inventoryJobType(),
                        type.managementJobType(),
                        type.discoveryJobType(),
                        type.reenrollmentJobType())
                .filter(Objects::nonNull);
    }
}
