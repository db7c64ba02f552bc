package io.quartermaster.server.agent;

import java.util.Map;

/** What agents run on, as they say it by number. */
public final class Platforms {
    /** By the number on the wire. */
    public static final Map<Integer, String> NAMES = Map.of(
            0,
            "Unknown",
            1,
            ".NET",
            2,
            "Java",
            3,
            "Mac",
            4,
            "Android",
            5,
            "Native",
            6,
            "Bash",
            7,
            "Universal Orchestrator");

    private Platforms() {}
}
