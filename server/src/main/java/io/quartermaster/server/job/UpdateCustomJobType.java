package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static java.util.stream.Collectors.toMap;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Replaces everything about a custom job type but its id.
 *
 * <p>Jobs that are scheduled keep the values they have; values of removed fields go, and a new field's default comes.
 * While there are jobs, the name and the types of fields stay, and no field that is required may be without a value.
 */
@Singleton
public class UpdateCustomJobType {
    private final Database database;
    private final CustomJobTypeRepository types;
    private final CustomJobRepository jobs;
    private final AuditLog audit;
    private final InstantSource clock;

    public UpdateCustomJobType(
            Database database,
            CustomJobTypeRepository types,
            CustomJobRepository jobs,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.types = types;
        this.jobs = jobs;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @throws CommandException NO_PERMISSION; UNKNOWN_ID; NAME_IN_USE for another type's name, or where jobs of the type
     *     stand against the change
     */
    public CustomJobType run(Caller caller, CustomJobType changed) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        database.runInTransaction(tx -> {
            CustomJobType before = types.lockForChange(tx, changed.id())
                    .orElseThrow(() -> new CommandException(
                            ErrorKind.UNKNOWN_ID, "There is no custom job type " + changed.id() + "."));
            long inUse = jobs.count(tx, changed.id());
            if (inUse > 0) {
                refuseRename(before, changed, inUse);
                refuseOtherTypes(before, changed, inUse);
                refuseMissingValues(tx, before, changed);
            }
            types.update(tx, changed);
            if (!before.name().equals(changed.name()) || !before.fields().equals(changed.fields())) {
                types.noteChange(tx, changed.id(), clock.instant());
            }
            if (inUse > 0) {
                jobs.replaceFields(tx, changed.id(), keptFields(before, changed), defaults(changed));
            }
            audit.append(tx, updated(caller, before, changed));
        });
        return changed;
    }

    // Agents offer the job type by its name, so jobs under the old name would run nowhere.
    private static void refuseRename(CustomJobType before, CustomJobType changed, long inUse) {
        if (!before.name().equals(changed.name())) {
            throw DeleteCustomJobType.inUse(before, inUse, "cannot be renamed");
        }
    }

    // The values of scheduled jobs were read as the old type; they need not be values of the new one.
    private static void refuseOtherTypes(CustomJobType before, CustomJobType changed, long inUse) {
        Map<String, CustomJobTypeField> old = byFoldedName(before);
        for (CustomJobTypeField field : changed.fields()) {
            CustomJobTypeField was = old.get(field.foldedName());
            if (was != null && was.type() != field.type()) {
                throw DeleteCustomJobType.inUse(
                        before, inUse, "cannot change the type of field '" + field.name() + "'");
            }
        }
    }

    private void refuseMissingValues(Handle tx, CustomJobType before, CustomJobType changed) {
        Map<String, CustomJobTypeField> old = byFoldedName(before);
        List<String> oldNamesOfRequired = changed.fields().stream()
                .filter(field -> field.required() && field.defaultValue() == null)
                .map(field -> old.getOrDefault(field.foldedName(), field).name())
                .toList();
        jobs.fieldWithoutValue(tx, changed.id(), oldNamesOfRequired).ifPresent(name -> {
            throw new CommandException(
                    ErrorKind.NAME_IN_USE,
                    "Field '" + name + "' cannot be required without a default: there are scheduled jobs that have no"
                            + " value for it.");
        });
    }

    private static Map<String, String> keptFields(CustomJobType before, CustomJobType changed) {
        Map<String, CustomJobTypeField> now = byFoldedName(changed);
        return before.fields().stream()
                .filter(field -> now.containsKey(field.foldedName()))
                .collect(toMap(
                        CustomJobTypeField::name,
                        field -> Objects.requireNonNull(now.get(field.foldedName()))
                                .name()));
    }

    private static Map<String, String> defaults(CustomJobType changed) {
        return changed.fields().stream()
                .filter(field -> field.defaultValue() != null)
                .collect(toMap(CustomJobTypeField::name, field -> Objects.requireNonNull(field.defaultForAgents())));
    }

    private static Map<String, CustomJobTypeField> byFoldedName(CustomJobType type) {
        return type.fields().stream().collect(toMap(CustomJobTypeField::foldedName, Function.identity()));
    }

    private static AuditEntry updated(Caller caller, CustomJobType before, CustomJobType after) {
        return AuditEntry.done(
                AuditCategory.CUSTOM_JOB_TYPE,
                AuditOperation.UPDATED,
                caller.name(),
                after.name(),
                after.id().toString(),
                new AuditMessage()
                        .before("Name", before.name())
                        .before("Description", Objects.requireNonNullElse(before.description(), ""))
                        .before("Fields", before.definition().fieldsInWords())
                        .after("Name", after.name())
                        .after("Description", Objects.requireNonNullElse(after.description(), ""))
                        .after("Fields", after.definition().fieldsInWords()));
    }
}
