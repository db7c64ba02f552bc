package io.quartermaster.server.admin;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;

/** Shows one setting. */
@Singleton
public class GetAppSetting {
    private final ListAppSettings listAppSettings;

    public GetAppSetting(ListAppSettings listAppSettings) {
        this.listAppSettings = listAppSettings;
    }

    /** @throws CommandException NO_PERMISSION, NOT_FOUND */
    ShownSetting run(Caller caller, int id) {
        return listAppSettings.run(caller).stream()
                .filter(shown -> shown.setting().id() == id)
                .findFirst()
                .orElseThrow(
                        () -> new CommandException(ErrorKind.NOT_FOUND, "There is no setting with the Id " + id + "."));
    }
}
