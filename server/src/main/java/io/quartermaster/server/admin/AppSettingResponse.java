package io.quartermaster.server.admin;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A setting in answers. */
public record AppSettingResponse(
        int id,
        String displayName,
        String shortName,
        String description,

        @Schema(description = "What holds, as text: 365, true, number")
        String value,

        @Schema(description = "Integer, Boolean or String") String valueType) {

    static AppSettingResponse of(ShownSetting shown) {
        return new AppSettingResponse(
                shown.setting().id(),
                shown.setting().displayName(),
                shown.setting().shortName(),
                description(shown),
                shown.value(),
                shown.setting().type().title());
    }

    private static String description(ShownSetting shown) {
        String description =
                shown.setting().description() + " It is " + shown.setting().expected() + ".";
        return shown.configured()
                ? description + " Set where the server is started, by "
                        + shown.setting().start().name() + "; it cannot be changed here."
                : description;
    }
}
