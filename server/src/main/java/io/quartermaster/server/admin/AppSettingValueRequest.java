package io.quartermaster.server.admin;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.setting.AppSetting;
import io.quartermaster.server.setting.AppSettings;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The value that one setting is to have. */
@Schema(requiredProperties = {"Value"})
public record AppSettingValueRequest(@Nullable String value) {
    /**
     * @param idOrName of the path: the id when all are digits, or else the short name in any case
     * @throws CommandException NOT_FOUND, MALFORMED
     */
    WantedSetting toWanted(String idOrName) {
        AppSetting<?> setting = AppSettings.ALL.stream()
                .filter(candidate -> String.valueOf(candidate.id()).equals(idOrName)
                        || candidate.shortName().equalsIgnoreCase(idOrName))
                .findFirst()
                .orElseThrow(
                        () -> new CommandException(ErrorKind.NOT_FOUND, "There is no setting '" + idOrName + "'."));
        if (value == null) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "Value is required: " + setting.shortName() + " is " + setting.expected() + ".");
        }
        return new WantedSetting(setting, value);
    }
}
