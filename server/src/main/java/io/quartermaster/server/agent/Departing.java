package io.quartermaster.server.agent;

/**
 * Things that would go with an agent.
 *
 * @param what in the plural, for a sentence: "certificate stores"
 * @param count 0 or more
 */
public record Departing(String what, long count) {

    /** For a sentence: "certificate stores (3)". */
    public String words() {
        return what + " (" + count + ")";
    }
}
