package io.quartermaster.server.setting;

import java.time.Duration;

/**
 * How people listen to events.
 *
 * @param streamsMax streams of events that one server holds open at once; 0 to 10,000
 * @param streamsPerCallerMax how many of these one account may have; 1 to 10,000
 * @param heartbeat how often a silent stream carries a comment; one second to five minutes
 * @param streamLengthMax when the server ends a stream; ten seconds to one day
 */
public record LiveSettings(int streamsMax, int streamsPerCallerMax, Duration heartbeat, Duration streamLengthMax) {
    public static final int STREAMS_LIMIT = 10_000;
    public static final Duration HEARTBEAT_MIN = Duration.ofSeconds(1);
    public static final Duration HEARTBEAT_MAX = Duration.ofMinutes(5);
    public static final Duration STREAM_LENGTH_MIN = Duration.ofSeconds(10);
    public static final Duration STREAM_LENGTH_MAX = Duration.ofDays(1);

    /** 200 and 10; 15 seconds, since many proxies close what is silent for 30; an hour. */
    public static final LiveSettings DEFAULT = new LiveSettings(200, 10, Duration.ofSeconds(15), Duration.ofHours(1));
}
