package io.quartermaster.server.admin;

import io.quartermaster.server.setting.AppSetting;

/**
 * A value that somebody wants a setting to have.
 *
 * @param value as sent; may be one that the setting cannot have
 */
record WantedSetting(AppSetting<?> setting, String value) {
    /** Characters of a refused value that the refusal repeats. */
    static final int VALUE_SHOWN_MAX = 100;
}
