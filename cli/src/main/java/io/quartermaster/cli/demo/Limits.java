package io.quartermaster.cli.demo;

import java.time.Duration;

/** How long the demo waits for what, on a slow machine. */
final class Limits {
    /** A first start makes a database. */
    static final Duration SERVER_START = Duration.ofSeconds(90);

    /** Requests in process, then PostgreSQL. */
    static final Duration SERVER_STOP = Duration.ofSeconds(60);

    static final Duration AGENT_START = Duration.ofSeconds(30);

    /** Jobs that run get 10 s to end. */
    static final Duration AGENT_STOP = Duration.ofSeconds(25);

    static final Duration INVENTORY = Duration.ofSeconds(60);

    /** Issued, brought to its stores, and seen there. */
    static final Duration RENEWAL = Duration.ofMinutes(3);

    /** Without any job starting. */
    static final Duration STANDSTILL = Duration.ofSeconds(30);

    static final Duration CALL = Duration.ofSeconds(30);

    private Limits() {}
}
