package io.quartermaster.server.setting;

import io.quartermaster.server.setting.JobSettings.EnumForm;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Every setting that people may change while the servers run. */
public final class AppSettings {
    static final AppSetting<Integer> FAILURES_AGE = AppSetting.wholeNumber(
            1, "JobFailuresAndWarningsAgeDays", "Job Failures and Warnings Age Out (days)", Settings.FAILURES_AGE);
    static final AppSetting<Duration> HEARTBEAT = AppSetting.minutes(
            2,
            "AgentHeartbeatMinutes",
            "Heartbeat Interval (minutes)",
            Settings.HEARTBEAT,
            AgentSettings.HEARTBEAT_MIN,
            AgentSettings.HEARTBEAT_MAX);
    static final AppSetting<Duration> SESSION_LENGTH = AppSetting.minutes(
            3,
            "AgentSessionMinutes",
            "Session Length (minutes)",
            Settings.SESSION_LENGTH,
            AgentSettings.SESSION_LENGTH_MIN,
            AgentSettings.SESSION_LENGTH_MAX);
    static final AppSetting<Integer> HEARTBEATS_PER_SECOND = AppSetting.wholeNumber(
            4, "AgentHeartbeatsPerSecondMax", "Heartbeats of the Fleet (per second)", Settings.HEARTBEATS_PER_SECOND);
    static final AppSetting<Boolean> DEPARTURE_NEEDS_STORE_MODIFY = AppSetting.yesOrNo(
            5,
            "ResetNeedsStoreModify",
            "Reset and Deletion Need the Permission to Modify Stores",
            Settings.DEPARTURE_NEEDS_STORE_MODIFY);
    static final AppSetting<Integer> RETRIES = AppSetting.wholeNumber(
            6, "JobRetryCount", "Number of Times a Job Will Retry Before Reporting Failure", Settings.RETRIES);
    static final AppSetting<Duration> TIME_LIMIT = AppSetting.minutes(
            7,
            "JobTimeLimitMinutes",
            "Time Limit of a Job in Process (minutes)",
            Settings.TIME_LIMIT,
            JobSettings.TIME_LIMIT_MIN,
            JobSettings.TIME_LIMIT_MAX);
    static final AppSetting<Integer> UNDO_DAYS =
            AppSetting.wholeNumber(8, "JobUndoDays", "Undo of an Unschedule (days)", Settings.UNDO_DAYS);
    static final AppSetting<Integer> KEEP_HISTORY =
            AppSetting.wholeNumber(9, "JobHistoryKeepDays", "Keep Job History (days)", Settings.KEEP_HISTORY);
    static final AppSetting<EnumForm> HISTORY_ENUMS = AppSetting.text(
            10,
            "api.jobHistoryEnums",
            "Result and Status in the Job History",
            Settings.HISTORY_ENUMS,
            AppSettings::lowerCase);
    static final AppSetting<EnumForm> WEEK_DAYS =
            AppSetting.text(11, "api.weekDays", "Days of Weekly Schedules", Settings.WEEK_DAYS, AppSettings::lowerCase);
    static final AppSetting<Boolean> AGENT_MAY_FOLLOW = AppSetting.yesOrNo(
            12, "StoreAgentMayFollow", "A Store May Be Made Before Its Agent Is Ready", Settings.AGENT_MAY_FOLLOW);
    static final AppSetting<Boolean> NOTICES =
            AppSetting.yesOrNo(13, "AgentNotificationEnabled", "Send Agent Notification Alerts", Settings.NOTICES);
    static final AppSetting<String> RECIPIENTS = AppSetting.text(
            14,
            "AgentNotificationRecipients",
            "Recipients of Agent Notification Alerts",
            Settings.RECIPIENTS,
            text -> text);
    static final AppSetting<Duration> LATE_AFTER = AppSetting.minutes(
            15,
            "AgentNotificationMinutes",
            "Agent Is Late After (minutes)",
            Settings.LATE_AFTER,
            NoticeSettings.LATE_AFTER_MIN,
            NoticeSettings.LATE_AFTER_MAX);
    static final AppSetting<EnumForm> STORE_TYPE_ENUMS = AppSetting.text(
            16,
            "api.storeTypeEnums",
            "Enumerated Members of Store Types",
            Settings.STORE_TYPE_ENUMS,
            AppSettings::lowerCase);
    static final AppSetting<Integer> HOLD_SHARE = AppSetting.wholeNumber(
            20, "InventoryHoldSharePercent", "Hold an Inventory That Misses (percent)", Settings.HOLD_SHARE);
    static final AppSetting<Integer> HOLD_ENTRIES_MIN = AppSetting.wholeNumber(
            21,
            "InventoryHoldEntriesMin",
            "Hold an Inventory That Misses at Least (entries)",
            Settings.HOLD_ENTRIES_MIN);
    static final AppSetting<Integer> BELIEVE_REPEATED = AppSetting.wholeNumber(
            22,
            "InventoryBelieveRepeated",
            "Believe a Held Inventory After So Many That Say the Same",
            Settings.BELIEVE_REPEATED);
    static final AppSetting<Integer> KEEP_VERSIONS = AppSetting.wholeNumber(
            23, "InventoryVersionsKeepDays", "Keep Versions of Inventories (days)", Settings.KEEP_VERSIONS);

    /** By id. */
    public static final List<AppSetting<?>> ALL = List.of(
            FAILURES_AGE,
            HEARTBEAT,
            SESSION_LENGTH,
            HEARTBEATS_PER_SECOND,
            DEPARTURE_NEEDS_STORE_MODIFY,
            RETRIES,
            TIME_LIMIT,
            UNDO_DAYS,
            KEEP_HISTORY,
            HISTORY_ENUMS,
            WEEK_DAYS,
            AGENT_MAY_FOLLOW,
            NOTICES,
            RECIPIENTS,
            LATE_AFTER,
            STORE_TYPE_ENUMS,
            HOLD_SHARE,
            HOLD_ENTRIES_MIN,
            BELIEVE_REPEATED,
            KEEP_VERSIONS);

    private AppSettings() {}

    private static String lowerCase(EnumForm form) {
        return form.name().toLowerCase(Locale.ROOT);
    }
}
