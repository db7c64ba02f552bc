package io.quartermaster.server.setting;

import io.quartermaster.server.setting.AuthoritySettings.KeyKind;
import io.quartermaster.server.setting.JobSettings.EnumForm;
import io.quartermaster.server.setting.MailSettings.Encryption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** Every setting that there is, besides the options of {@code qm run}. docs/operating/settings.md is made of this list. */
public final class Settings {
    private static final Pattern PATHS =
            Pattern.compile("[^,\\s]*[^,/\\s][^,\\s]*(\\s*,\\s*[^,\\s]*[^,/\\s][^,\\s]*)*");
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+[!-~]*");
    private static final Pattern ANY = Pattern.compile(".+", Pattern.DOTALL);

    private static final Pattern MAYBE_ANY = Pattern.compile(".*", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{0,255}");
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s,]{1,64}@[^@\\s,]{1,255}");
    private static final Pattern RECIPIENT_LIST =
            Pattern.compile("|[^@\\s,]{1,64}@[^@\\s,]{1,255}(\\s*,\\s*[^@\\s,]{1,64}@[^@\\s,]{1,255}){0,19}");

    private static final String NETWORK = "[0-9A-Fa-f.:]{2,45}/\\d{1,3}";
    private static final Pattern NETWORKS = Pattern.compile("|" + NETWORK + "(\\s*,\\s*" + NETWORK + "){0,99}");
    private static final Pattern PORTS = Pattern.compile("[1-9]\\d{0,4}(\\s*,\\s*[1-9]\\d{0,4}){0,19}");

    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9.]+ *=.{1,900}");
    private static final Pattern PUBLIC_URL = Pattern.compile("|https?://[!-~]{1,500}");
    private static final String DOMAIN = "\\.?[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){0,30}";
    private static final Pattern DOMAINS = Pattern.compile("|" + DOMAIN + "(\\s*,\\s*" + DOMAIN + "){0,99}");

    static final Setting<Duration> HEARTBEAT = Setting.duration(
            "qm.agent.heartbeat",
            AgentSettings.DEFAULT.heartbeat(),
            AgentSettings.HEARTBEAT_MIN,
            AgentSettings.HEARTBEAT_MAX,
            "How often an approved agent asks whether its list of jobs still holds: a new job waits as long at most. With"
                    + " many agents it is stretched, see the setting after the next.");
    static final Setting<Duration> SESSION_LENGTH = Setting.duration(
            "qm.agent.session-length",
            AgentSettings.DEFAULT.sessionLength(),
            AgentSettings.SESSION_LENGTH_MIN,
            AgentSettings.SESSION_LENGTH_MAX,
            "When an agent has to register anew even though nothing changed.");
    static final Setting<Integer> HEARTBEATS_PER_SECOND = Setting.wholeNumber(
            "qm.agent.heartbeats-per-second-max",
            AgentSettings.DEFAULT.heartbeatsPerSecondMax(),
            1,
            AgentSettings.HEARTBEATS_PER_SECOND_LIMIT,
            "How many heartbeats of the whole fleet the servers take on average. Where the fleet would send more, agents"
                    + " are told a longer interval.");
    static final Setting<Boolean> DEPARTURE_NEEDS_STORE_MODIFY = Setting.yesOrNo(
            "qm.agent.departure-needs-store-modify",
            AgentSettings.DEFAULT.departureNeedsStoreModify(),
            "Whether somebody who resets or deletes an agent also needs the permission to modify the certificate stores"
                    + " that go with it.");
    static final Setting<Integer> RETRIES = Setting.wholeNumber(
            "qm.job.retries-max",
            JobSettings.DEFAULT.retriesMax(),
            0,
            JobSettings.RETRIES_LIMIT,
            "How often a failed one-time job is tried again before it counts as failed. 0: never.");
    static final Setting<Duration> TIME_LIMIT = Setting.duration(
            "qm.job.time-limit",
            JobSettings.DEFAULT.timeLimit(),
            JobSettings.TIME_LIMIT_MIN,
            JobSettings.TIME_LIMIT_MAX,
            "How long an attempt may be silent before it is closed as lost. Longer than the longest job takes.");
    static final Setting<Integer> UNDO_DAYS = Setting.wholeNumber(
            "qm.job.undo-days",
            JobSettings.DEFAULT.undoDays(),
            0,
            JobSettings.UNDO_DAYS_LIMIT,
            "For how many days an unschedule can be undone. As long, the secrets of the jobs that were taken off are kept.");
    static final Setting<Integer> KEEP_HISTORY = Setting.wholeNumber(
            "qm.job.history-keep-days",
            HistorySettings.DEFAULT.keepDays(),
            HistorySettings.KEEP_DAYS_MIN,
            HistorySettings.DAYS_MAX,
            "For how many days at least the history of jobs is kept, with its events and data. Whole months are removed.");
    static final Setting<Integer> FAILURES_AGE = Setting.wholeNumber(
            "qm.job.failures-age-days",
            HistorySettings.DEFAULT.failuresAgeDays(),
            1,
            HistorySettings.DAYS_MAX,
            "For how many days failures and warnings that nobody has acknowledged are counted.");
    static final Setting<Boolean> NOTICES = Setting.yesOrNo(
            "qm.agent.notices",
            NoticeSettings.DEFAULT.enabled(),
            "Whether mail is sent when agents are late, and when they are back.");
    static final Setting<String> RECIPIENTS = Setting.text(
            "qm.agent.notice-recipients",
            NoticeSettings.DEFAULT.recipients(),
            RECIPIENT_LIST,
            "up to 20 mail addresses with a comma between",
            "Who gets that mail.");
    static final Setting<Duration> LATE_AFTER = Setting.duration(
            "qm.agent.late-after",
            NoticeSettings.DEFAULT.lateAfter(),
            NoticeSettings.LATE_AFTER_MIN,
            NoticeSettings.LATE_AFTER_MAX,
            "How long an approved agent may be silent before it is late. Longer than agents wait between heartbeats.");
    static final Setting<String> MAIL_HOST = Setting.text(
            "qm.mail.host",
            MailSettings.DEFAULT.host(),
            HOST,
            "the name or address of a host",
            "The server that takes mail.");
    static final Setting<Integer> MAIL_PORT =
            Setting.wholeNumber("qm.mail.port", MailSettings.DEFAULT.port(), 1, MailSettings.PORT_MAX, "Its port.");
    static final Setting<Encryption> MAIL_ENCRYPTION = Setting.choice(
            "qm.mail.encryption",
            Encryption.class,
            MailSettings.DEFAULT.encryption(),
            "How the way to it is protected. With `starttls` no mail is sent to a server that does not go over to TLS.");
    static final Setting<String> MAIL_FROM =
            Setting.text("qm.mail.from", MailSettings.DEFAULT.from(), ADDRESS, "a mail address", "The sender of mail.");
    static final Setting<String> MAIL_USER = Setting.text(
            "qm.mail.user", MailSettings.DEFAULT.user(), MAYBE_ANY, "a name", "Whom to sign in to the mail server as.");
    static final Setting<String> MAIL_PASSWORD = Setting.text(
            "qm.mail.password",
            "",
            MAYBE_ANY,
            "a password",
            "The password for that. Better in the environment than on the command line.");
    static final Setting<EnumForm> HISTORY_ENUMS = Setting.choice(
            "qm.api.job-history-enums",
            EnumForm.class,
            JobSettings.DEFAULT.historyEnums(),
            "Whether `Result` and `Status` of the job history are written as numbers or names.");
    static final Setting<EnumForm> WEEK_DAYS = Setting.choice(
            "qm.api.week-days",
            EnumForm.class,
            JobSettings.DEFAULT.weekDays(),
            "Whether the days of a weekly schedule are written as numbers or names. Both are read.");
    static final Setting<Boolean> AGENT_MAY_FOLLOW = Setting.yesOrNo(
            "qm.store.agent-may-follow",
            StoreSettings.DEFAULT.agentMayFollow(),
            "Whether a certificate store can be made before its agent is approved and has said that it can read stores of"
                    + " the type. The agent must be known in any case.");
    static final Setting<EnumForm> STORE_TYPE_ENUMS = Setting.choice(
            "qm.api.store-type-enums",
            EnumForm.class,
            StoreSettings.DEFAULT.typeEnums(),
            "Whether `PrivateKeyAllowed`, `CustomAliasAllowed`, `Style`, `Type` and `RequiredWhen` of store types are written"
                    + " as numbers, which clients made from the published description need, or as names. Both are read.");
    static final Setting<Integer> HOLD_SHARE = Setting.wholeNumber(
            "qm.inventory.hold-share",
            InventorySettings.DEFAULT.holdShare(),
            1,
            InventorySettings.SHARE_MAX,
            "In percent: an inventory in which that share of a store's entries or more is missing is held until a person"
                    + " accepts it. Entries that a job took away are not missing. An empty one is held in any case.");
    static final Setting<Integer> HOLD_ENTRIES_MIN = Setting.wholeNumber(
            "qm.inventory.hold-entries-min",
            InventorySettings.DEFAULT.holdEntriesMin(),
            1,
            InventorySettings.ENTRIES_MAX,
            "An inventory in which fewer entries than that are missing is believed whatever their share is, unless it is"
                    + " empty.");
    static final Setting<Integer> BELIEVE_REPEATED = Setting.wholeNumber(
            "qm.inventory.believe-repeated",
            InventorySettings.DEFAULT.believeRepeated(),
            0,
            InventorySettings.REPEATED_MAX,
            "How many inventories in a row must say the same until a held one is believed without a person. 0: it never"
                    + " is.");
    static final Setting<Integer> KEEP_VERSIONS = Setting.wholeNumber(
            "qm.inventory.versions-keep-days",
            InventorySettings.DEFAULT.keepDays(),
            1,
            InventorySettings.DAYS_MAX,
            "For how many days is kept what inventories changed. The newest version of a store always is.");

    static final Setting<Integer> STREAMS = Setting.wholeNumber(
            "qm.live.streams-max",
            LiveSettings.DEFAULT.streamsMax(),
            0,
            LiveSettings.STREAMS_LIMIT,
            "How many streams of events (`GET /qm/v1/events`) one server holds open at once.");
    static final Setting<Integer> STREAMS_PER_CALLER = Setting.wholeNumber(
            "qm.live.streams-per-caller-max",
            LiveSettings.DEFAULT.streamsPerCallerMax(),
            1,
            LiveSettings.STREAMS_LIMIT,
            "How many of these one account may have.");
    static final Setting<Duration> STREAM_HEARTBEAT = Setting.duration(
            "qm.live.heartbeat",
            LiveSettings.DEFAULT.heartbeat(),
            LiveSettings.HEARTBEAT_MIN,
            LiveSettings.HEARTBEAT_MAX,
            "How often a stream on which nothing happens carries a comment, so that nothing between closes it.");
    static final Setting<Duration> STREAM_LENGTH = Setting.duration(
            "qm.live.stream-length-max",
            LiveSettings.DEFAULT.streamLengthMax(),
            LiveSettings.STREAM_LENGTH_MIN,
            LiveSettings.STREAM_LENGTH_MAX,
            "When the server ends a stream. The client asks again from its last event; whether it still may is checked"
                    + " then.");

    static final Setting<Boolean> WEBHOOK_HTTP = Setting.yesOrNo(
            "qm.webhook.http-allowed",
            WebhookSettings.DEFAULT.httpAllowed(),
            "Whether the address of a webhook may begin with `http://`, which anybody on the way can read.");
    static final Setting<String> WEBHOOK_NETWORKS = Setting.text(
            "qm.webhook.networks-allowed",
            "",
            NETWORKS,
            "ranges of addresses with a comma between, such as 10.1.0.0/16,fd00:1::/64",
            "Ranges that webhooks may be sent to although they are not public: your own network.");
    static final Setting<String> WEBHOOK_PORTS = Setting.text(
            "qm.webhook.ports",
            "443,8443",
            PORTS,
            "ports with a comma between, such as 443,8443",
            "Ports that the address of a webhook may have.");
    static final Setting<Integer> WEBHOOKS = Setting.wholeNumber(
            "qm.webhook.webhooks-max",
            WebhookSettings.DEFAULT.webhooksMax(),
            0,
            WebhookSettings.WEBHOOKS_LIMIT,
            "How many webhooks there may be.");
    static final Setting<Duration> WEBHOOK_OFF_AFTER = Setting.duration(
            "qm.webhook.off-after",
            WebhookSettings.DEFAULT.offAfter(),
            WebhookSettings.TIME_MIN,
            WebhookSettings.TIME_MAX,
            "For how long every delivery of a webhook must have failed before it is switched off.");
    static final Setting<Duration> WEBHOOK_KEEP = Setting.duration(
            "qm.webhook.keep-deliveries",
            WebhookSettings.DEFAULT.keep(),
            WebhookSettings.TIME_MIN,
            WebhookSettings.TIME_MAX,
            "For how long the log keeps deliveries that succeeded or failed.");

    static final Setting<Boolean> BUILT_IN_AUTHORITY = Setting.yesOrNo(
            "qm.ca.built-in",
            AuthoritySettings.DEFAULT.builtIn(),
            "Whether a certificate authority of the server's own, a root and one that issues, is made at the first start.");
    static final Setting<String> ROOT_SUBJECT = Setting.text(
            "qm.ca.root-subject",
            AuthoritySettings.DEFAULT.rootSubject(),
            SUBJECT,
            "a name such as CN=Example Root CA,O=Example",
            "The name of the root when it is made.");
    static final Setting<KeyKind> ROOT_KEY = Setting.choice(
            "qm.ca.root-key",
            KeyKind.class,
            AuthoritySettings.DEFAULT.rootKey(),
            "The key of the root when it is made.");
    static final Setting<Integer> ROOT_DAYS = Setting.wholeNumber(
            "qm.ca.root-days",
            AuthoritySettings.DEFAULT.rootDays(),
            AuthoritySettings.ROOT_DAYS_MIN,
            AuthoritySettings.ROOT_DAYS_MAX,
            "For how many days the root holds.");
    static final Setting<String> ISSUING_SUBJECT = Setting.text(
            "qm.ca.issuing-subject",
            AuthoritySettings.DEFAULT.issuingSubject(),
            SUBJECT,
            "a name such as CN=Example Issuing CA,O=Example",
            "The name of the issuing authority when it is made.");
    static final Setting<KeyKind> ISSUING_KEY = Setting.choice(
            "qm.ca.issuing-key",
            KeyKind.class,
            AuthoritySettings.DEFAULT.issuingKey(),
            "The key of an issuing authority when it is made.");
    static final Setting<Integer> ISSUING_DAYS = Setting.wholeNumber(
            "qm.ca.issuing-days",
            AuthoritySettings.DEFAULT.issuingDays(),
            AuthoritySettings.ISSUING_DAYS_MIN,
            AuthoritySettings.ISSUING_DAYS_MAX,
            "For how many days an issuing authority holds. It ends with the root at the latest.");
    static final Setting<String> PUBLIC_URL_OF_AUTHORITY = Setting.text(
            "qm.ca.public-url",
            "",
            PUBLIC_URL,
            "an address such as http://pki.example.com",
            "Where others reach `/pki/` and `/ocsp` of these servers. It is written into certificates, so that whoever"
                    + " checks one finds the revocation list, the OCSP responder and the issuer. Better `http://`: what"
                    + " is there is signed.");
    static final Setting<String> PERMITTED_DNS = Setting.text(
            "qm.ca.permitted-dns",
            "",
            DOMAINS,
            "domains with a comma between, such as example.com,example.net",
            "The domains that the built-in authority issues for. Also written into issuing authorities as they are made"
                    + " (name constraints), so that nobody trusts them for others.");
    static final Setting<Duration> CRL_LIFE = Setting.duration(
            "qm.ca.crl-life",
            AuthoritySettings.DEFAULT.crlLife(),
            AuthoritySettings.CRL_LIFE_MIN,
            AuthoritySettings.LIFE_MAX,
            "How long a revocation list holds. A new one is made after half of it, and whenever a certificate was revoked.");
    static final Setting<Duration> OCSP_LIFE = Setting.duration(
            "qm.ca.ocsp-life",
            AuthoritySettings.DEFAULT.ocspLife(),
            AuthoritySettings.OCSP_LIFE_MIN,
            AuthoritySettings.LIFE_MAX,
            "How long an OCSP answer holds: as long, others may not notice a revocation.");

    static final Setting<Integer> RENEWAL_RETRIES = Setting.wholeNumber(
            "qm.renewal.retries-max",
            RenewalSettings.DEFAULT.retriesMax(),
            0,
            RenewalSettings.RETRIES_LIMIT,
            "How often a step of a renewal that failed is tried again, with growing pauses of up to six hours, before the"
                    + " renewal counts as failed.");
    static final Setting<String> RENEWAL_NETWORKS = Setting.text(
            "qm.renewal.networks-allowed",
            "",
            NETWORKS,
            "ranges of addresses with a comma between, such as 10.1.0.0/16,fd00:1::/64",
            "Ranges that the endpoints of renewal rules may have although they are not public: your own network.");

    /** In the order of the documentation. Those of the edge and of files are read where they are used. */
    public static final List<Setting<?>> ALL = List.of(
            HEARTBEAT,
            SESSION_LENGTH,
            HEARTBEATS_PER_SECOND,
            DEPARTURE_NEEDS_STORE_MODIFY,
            RETRIES,
            TIME_LIMIT,
            UNDO_DAYS,
            KEEP_HISTORY,
            FAILURES_AGE,
            HISTORY_ENUMS,
            WEEK_DAYS,
            AGENT_MAY_FOLLOW,
            STORE_TYPE_ENUMS,
            HOLD_SHARE,
            HOLD_ENTRIES_MIN,
            BELIEVE_REPEATED,
            KEEP_VERSIONS,
            NOTICES,
            RECIPIENTS,
            LATE_AFTER,
            MAIL_HOST,
            MAIL_PORT,
            MAIL_ENCRYPTION,
            MAIL_FROM,
            MAIL_USER,
            MAIL_PASSWORD,
            STREAMS,
            STREAMS_PER_CALLER,
            STREAM_HEARTBEAT,
            STREAM_LENGTH,
            WEBHOOK_HTTP,
            WEBHOOK_NETWORKS,
            WEBHOOK_PORTS,
            WEBHOOKS,
            WEBHOOK_OFF_AFTER,
            WEBHOOK_KEEP,
            RENEWAL_RETRIES,
            RENEWAL_NETWORKS,
            BUILT_IN_AUTHORITY,
            ROOT_SUBJECT,
            ROOT_KEY,
            ROOT_DAYS,
            ISSUING_SUBJECT,
            ISSUING_KEY,
            ISSUING_DAYS,
            PUBLIC_URL_OF_AUTHORITY,
            PERMITTED_DNS,
            CRL_LIFE,
            OCSP_LIFE,
            Setting.wholeNumber(
                    "qm.http.public-requests-per-second-max",
                    50,
                    1,
                    100_000,
                    "How many requests without credentials (`/pki/`, `/ocsp`, `/.well-known/acme-challenge/`) one server"
                            + " takes from one address."),
            Setting.text(
                    "qm.http.api-aliases",
                    "/Keyfactor/API",
                    PATHS,
                    "paths with a comma between, such as /Keyfactor/API",
                    "Paths under which the API is served besides `/KeyfactorAPI`."),
            Setting.text(
                    "qm.http.product-version",
                    "25.4.0+quartermaster. and the version of the server",
                    VERSION,
                    "a version such as 25.4.0",
                    "The version that every answer of the API names. Clients decide by the part before the plus what they"
                            + " can ask for."),
            Setting.text(
                    "qm.access-file",
                    "access.json in the data folder",
                    ANY,
                    "a file",
                    "The file with accounts and roles: [Accounts and roles](accounts.md)."),
            Setting.text(
                    "qm.secret-keys-file",
                    "secret.keys in the data folder",
                    ANY,
                    "a file",
                    "The file with the keys that secrets in the database are encrypted with."),
            Setting.text(
                    "qm.secret-keys",
                    "none",
                    ANY,
                    "the content of a key file",
                    "Those keys themselves, instead of the file."));

    private Settings() {}

    /** @throws UnusableSettingException for the first that has a value it cannot have */
    public static void check(Config config) {
        ALL.forEach(setting -> setting.in(config));
    }
}
