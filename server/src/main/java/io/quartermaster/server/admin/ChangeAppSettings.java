package io.quartermaster.server.admin;

import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_MODIFY;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.AppSetting;
import io.quartermaster.server.setting.CurrentSettings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes settings, all that are sent or none. They hold on this server when the command ends, on the others a few
 * seconds later.
 */
@Singleton
public class ChangeAppSettings {
    private final Database database;
    private final AppSettingRepository repository;
    private final CurrentSettings current;
    private final ReadAppSettings readAppSettings;
    private final AuditLog audit;
    private final InstantSource clock;

    public ChangeAppSettings(
            Database database,
            AppSettingRepository repository,
            CurrentSettings current,
            ReadAppSettings readAppSettings,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.repository = repository;
        this.current = current;
        this.readAppSettings = readAppSettings;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @return the settings as they are now, in the order of the sender
     * @throws CommandException NO_PERMISSION; MALFORMED for a value that a setting cannot have, and for a setting that is
     *     set by configuration
     */
    List<ShownSetting> run(Caller caller, List<WantedSetting> wanted) {
        caller.require(APPLICATION_SETTINGS_MODIFY);
        List<ShownSetting> changed = wanted.stream().map(this::judged).toList();
        database.runInTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Map<Integer, String> before = repository.lock(tx);
            repository.put(tx, changed, caller.name(), now);
            audit.append(
                    tx,
                    changed.stream()
                            .map(setting -> entry(caller, setting, before))
                            .toList());
        });
        readAppSettings.run();
        return changed;
    }

    private ShownSetting judged(WantedSetting change) {
        refuseConfigured(change.setting());
        return new ShownSetting(change.setting(), normal(change), false);
    }

    private void refuseConfigured(AppSetting<?> setting) {
        if (current.isConfigured(setting)) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "%s is set where the server is started, by %s (%s), and cannot be changed here. Take it out there and"
                                    .formatted(
                                            setting.shortName(),
                                            setting.start().name(),
                                            setting.start().variable())
                            + " start the server again.");
        }
    }

    private static String normal(WantedSetting change) {
        AppSetting<?> setting = change.setting();
        return setting.normal(change.value())
                .orElseThrow(() -> new CommandException(
                        ErrorKind.MALFORMED,
                        "%s cannot be '%s'; expected %s."
                                .formatted(setting.shortName(), shortened(change.value()), setting.expected())));
    }

    private static String shortened(String value) {
        return value.length() <= WantedSetting.VALUE_SHOWN_MAX
                ? value
                : value.substring(0, WantedSetting.VALUE_SHOWN_MAX) + "…";
    }

    private AuditEntry entry(Caller caller, ShownSetting changed, Map<Integer, String> before) {
        AppSetting<?> setting = changed.setting();
        return AuditEntry.done(
                AuditCategory.APPLICATION_SETTING,
                AuditOperation.UPDATED,
                caller.name(),
                setting.shortName(),
                String.valueOf(setting.id()),
                new AuditMessage()
                        .before("Value", current.written(setting, Optional.ofNullable(before.get(setting.id()))))
                        .after("Value", changed.value()));
    }
}
