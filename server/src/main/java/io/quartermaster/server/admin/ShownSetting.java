package io.quartermaster.server.admin;

import io.quartermaster.server.setting.AppSetting;

/**
 * A setting and the value that holds.
 *
 * @param value as it would be written
 * @param configured whether it is set by configuration, and cannot be changed here
 */
record ShownSetting(AppSetting<?> setting, String value, boolean configured) {}
