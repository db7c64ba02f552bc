package io.quartermaster.server.admin;

import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.AppSetting;
import io.quartermaster.server.setting.AppSettings;
import io.quartermaster.server.setting.CurrentSettings;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists all settings, by id, with what has been set last: this server itself may be a few seconds behind. */
@Singleton
public class ListAppSettings {
    private final Database database;
    private final AppSettingRepository repository;
    private final CurrentSettings current;

    public ListAppSettings(Database database, AppSettingRepository repository, CurrentSettings current) {
        this.database = database;
        this.repository = repository;
        this.current = current;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION */
    List<ShownSetting> run(Caller caller) {
        caller.require(APPLICATION_SETTINGS_READ);
        Map<Integer, String> stored = database.read(repository::all);
        return AppSettings.ALL.stream().map(setting -> shown(setting, stored)).toList();
    }

    private ShownSetting shown(AppSetting<?> setting, Map<Integer, String> stored) {
        return new ShownSetting(
                setting,
                current.written(setting, Optional.ofNullable(stored.get(setting.id()))),
                current.isConfigured(setting));
    }
}
