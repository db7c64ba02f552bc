package io.quartermaster.server.admin;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.setting.AppSetting;
import io.quartermaster.server.setting.AppSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The value that one of several settings is to have. */
@Schema(requiredProperties = {"Id", "Value"})
public record AppSettingRequest(
        @Nullable Integer id, @Nullable String value) {
    /** Ten times as many as there are. */
    private static final int SETTINGS_MAX = 150;

    /** @throws CommandException MALFORMED; UNKNOWN_ID, with all that there are not */
    static List<WantedSetting> read(@Nullable List<@Nullable AppSettingRequest> sent) {
        if (sent == null || sent.isEmpty()) {
            throw malformed("Send a list of settings with at least one entry: [{\"Id\": 1, \"Value\": \"7\"}].");
        }
        if (sent.size() > SETTINGS_MAX) {
            throw malformed("At most " + SETTINGS_MAX + " settings can be changed at once; this request has "
                    + sent.size() + ".");
        }
        List<WantedSetting> wanted = new ArrayList<>();
        List<FailedOperation> unknown = new ArrayList<>();
        Set<Integer> known = new HashSet<>();
        for (int i = 0; i < sent.size(); i++) {
            AppSettingRequest change = sent.get(i);
            if (change == null || change.id == null || change.value == null) {
                throw malformed("[" + i + "] must have an Id and a Value.");
            }
            if (!known.add(change.id)) {
                throw malformed("[" + i + "] names the setting " + change.id + " for the second time.");
            }
            Optional<AppSetting<?>> setting = find(change.id);
            if (setting.isEmpty()) {
                unknown.add(new FailedOperation(change.id.toString(), "There is no setting with this Id."));
            } else {
                wanted.add(new WantedSetting(setting.get(), change.value));
            }
        }
        if (!unknown.isEmpty()) {
            throw new CommandException(
                    ErrorKind.UNKNOWN_ID, "There is no setting with some of these Ids; nothing was changed.", unknown);
        }
        return wanted;
    }

    private static Optional<AppSetting<?>> find(int id) {
        for (AppSetting<?> setting : AppSettings.ALL) {
            if (setting.id() == id) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
