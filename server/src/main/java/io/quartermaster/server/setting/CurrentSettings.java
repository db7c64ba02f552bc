package io.quartermaster.server.setting;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * The settings that hold now: what is configured at the start, or else what people have set, or else the default. They
 * are in memory, so that reading one costs nothing; {@link #take} is told what people have set. Safe for many threads.
 */
@Singleton
public final class CurrentSettings {
    private static final Logger LOG = Logger.getLogger(CurrentSettings.class);

    private final Config config;
    private volatile Map<Integer, String> stored = Map.of();
    private volatile Values values;

    private record Values(
            AgentSettings agents,
            JobSettings jobs,
            StoreSettings stores,
            HistorySettings history,
            NoticeSettings notices,
            InventorySettings inventories) {}

    /** @throws UnusableSettingException for a value in configuration that a setting cannot have */
    public CurrentSettings(Config config) {
        this.config = config;
        this.values = read();
    }

    /** All settings, also those that nobody has needed yet: a wrong one keeps the server from starting. */
    void check(@Observes StartupEvent start) {
        Settings.check(config);
    }

    /** @param values what people have set, by the id of the setting; all of them */
    public void take(Map<Integer, String> values) {
        if (!values.equals(stored)) {
            this.stored = Map.copyOf(values);
            this.values = read();
        }
    }

    /** Whether it is configured at the start, so that nothing else counts. */
    public boolean isConfigured(AppSetting<?> setting) {
        return setting.start().in(config).isPresent();
    }

    /** As it would be written. */
    public <T> String written(AppSetting<T> setting, Optional<String> stored) {
        return setting.writer().apply(value(setting, stored));
    }

    private Values read() {
        return new Values(
                new AgentSettings(
                        value(AppSettings.HEARTBEAT),
                        value(AppSettings.SESSION_LENGTH),
                        value(AppSettings.HEARTBEATS_PER_SECOND),
                        value(AppSettings.DEPARTURE_NEEDS_STORE_MODIFY)),
                new JobSettings(
                        value(AppSettings.RETRIES),
                        value(AppSettings.TIME_LIMIT),
                        value(AppSettings.UNDO_DAYS),
                        value(AppSettings.HISTORY_ENUMS),
                        value(AppSettings.WEEK_DAYS)),
                new StoreSettings(value(AppSettings.AGENT_MAY_FOLLOW), value(AppSettings.STORE_TYPE_ENUMS)),
                new HistorySettings(value(AppSettings.KEEP_HISTORY), value(AppSettings.FAILURES_AGE)),
                new NoticeSettings(
                        value(AppSettings.NOTICES), value(AppSettings.RECIPIENTS), value(AppSettings.LATE_AFTER)),
                new InventorySettings(
                        value(AppSettings.HOLD_SHARE),
                        value(AppSettings.HOLD_ENTRIES_MIN),
                        value(AppSettings.BELIEVE_REPEATED),
                        value(AppSettings.KEEP_VERSIONS)));
    }

    private <T> T value(AppSetting<T> setting) {
        return value(setting, Optional.ofNullable(stored.get(setting.id())));
    }

    private <T> T value(AppSetting<T> setting, Optional<String> stored) {
        return setting.start()
                .in(config)
                .or(() -> stored.flatMap(text -> readable(setting, text)))
                .orElseGet(setting::preset);
    }

    /** Another version of the server may have had other limits; its value must not keep this one from running. */
    private static <T> Optional<T> readable(AppSetting<T> setting, String text) {
        Optional<T> read = setting.reader().apply(text);
        if (read.isEmpty()) {
            LOG.warnf(
                    "%s is '%s' in the database; expected %s. The default holds.",
                    setting.shortName(), text, setting.expected());
        }
        return read;
    }

    @Produces
    @Singleton
    public Supplier<JobSettings> jobs() {
        return () -> values.jobs();
    }

    @Produces
    @Singleton
    public Supplier<AgentSettings> agents() {
        return () -> values.agents();
    }

    @Produces
    @Singleton
    public Supplier<StoreSettings> stores() {
        return () -> values.stores();
    }

    @Produces
    @Singleton
    public Supplier<HistorySettings> history() {
        return () -> values.history();
    }

    @Produces
    @Singleton
    public Supplier<NoticeSettings> notices() {
        return () -> values.notices();
    }

    @Produces
    @Singleton
    public Supplier<InventorySettings> inventories() {
        return () -> values.inventories();
    }

    /** For those who start the server to set, and nobody else: it holds a password. */
    @Produces
    @Singleton
    MailSettings mail() {
        MailSettings defaults = MailSettings.DEFAULT;
        return new MailSettings(
                Settings.MAIL_HOST.in(config).orElse(defaults.host()),
                Settings.MAIL_PORT.in(config).orElse(defaults.port()),
                Settings.MAIL_ENCRYPTION.in(config).orElse(defaults.encryption()),
                Settings.MAIL_FROM.in(config).orElse(defaults.from()),
                Settings.MAIL_USER.in(config).orElse(defaults.user()),
                Settings.MAIL_PASSWORD.in(config).map(MailPassword::new).orElse(defaults.password()));
    }

    @Produces
    @Singleton
    LiveSettings live() {
        LiveSettings defaults = LiveSettings.DEFAULT;
        return new LiveSettings(
                Settings.STREAMS.in(config).orElse(defaults.streamsMax()),
                Settings.STREAMS_PER_CALLER.in(config).orElse(defaults.streamsPerCallerMax()),
                Settings.STREAM_HEARTBEAT.in(config).orElse(defaults.heartbeat()),
                Settings.STREAM_LENGTH.in(config).orElse(defaults.streamLengthMax()));
    }

    @Produces
    @Singleton
    WebhookSettings webhooks() {
        WebhookSettings defaults = WebhookSettings.DEFAULT;
        return new WebhookSettings(
                Settings.WEBHOOK_HTTP.in(config).orElse(defaults.httpAllowed()),
                Settings.WEBHOOK_NETWORKS.in(config).map(CurrentSettings::parts).orElse(defaults.networksAllowed()),
                Settings.WEBHOOK_PORTS
                        .in(config)
                        .map(text -> parts(text).stream().map(Integer::valueOf).toList())
                        .orElse(defaults.ports()),
                Settings.WEBHOOKS.in(config).orElse(defaults.webhooksMax()),
                Settings.WEBHOOK_OFF_AFTER.in(config).orElse(defaults.offAfter()),
                Settings.WEBHOOK_KEEP.in(config).orElse(defaults.keep()));
    }

    @Produces
    @Singleton
    AuthoritySettings authorities() {
        AuthoritySettings defaults = AuthoritySettings.DEFAULT;
        return new AuthoritySettings(
                Settings.BUILT_IN_AUTHORITY.in(config).orElse(defaults.builtIn()),
                Settings.ROOT_SUBJECT.in(config).orElse(defaults.rootSubject()),
                Settings.ROOT_KEY.in(config).orElse(defaults.rootKey()),
                Settings.ROOT_DAYS.in(config).orElse(defaults.rootDays()),
                Settings.ISSUING_SUBJECT.in(config).orElse(defaults.issuingSubject()),
                Settings.ISSUING_KEY.in(config).orElse(defaults.issuingKey()),
                Settings.ISSUING_DAYS.in(config).orElse(defaults.issuingDays()),
                Settings.PUBLIC_URL_OF_AUTHORITY
                        .in(config)
                        .map(CurrentSettings::withoutSlash)
                        .orElse(defaults.publicUrl()),
                Settings.PERMITTED_DNS
                        .in(config)
                        .map(text -> parts(text).stream()
                                .map(domain -> domain.startsWith(".") ? domain.substring(1) : domain)
                                .map(domain -> domain.toLowerCase(Locale.ROOT))
                                .toList())
                        .orElse(defaults.permittedDns()),
                Settings.CRL_LIFE.in(config).orElse(defaults.crlLife()),
                Settings.OCSP_LIFE.in(config).orElse(defaults.ocspLife()));
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Produces
    @Singleton
    RenewalSettings renewals() {
        RenewalSettings defaults = RenewalSettings.DEFAULT;
        return new RenewalSettings(
                Settings.RENEWAL_RETRIES.in(config).orElse(defaults.retriesMax()),
                Settings.RENEWAL_NETWORKS.in(config).map(CurrentSettings::parts).orElse(defaults.networksAllowed()));
    }

    private static List<String> parts(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
