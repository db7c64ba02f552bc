package io.quartermaster.server.http;

/** What speaks to this server, each under a path of its own. */
enum Area {
    /** The public API: people, programs and the portal. */
    API("/KeyfactorAPI"),

    /** What people, programs and the portal can ask for besides; the conventions are those of the public API. */
    EXTENSIONS("/qm/v1"),

    /**
     * The agent protocol. Existing agents append the body of a retried call's answer to that of the failed one before,
     * so an error has no body at all here.
     */
    AGENTS("/KeyfactorAgents");

    private final String path;

    Area(String path) {
        this.path = path;
    }

    /** As resources declare it, and as every request arrives at them, whichever alias it was sent to. */
    String path() {
        return path;
    }
}
