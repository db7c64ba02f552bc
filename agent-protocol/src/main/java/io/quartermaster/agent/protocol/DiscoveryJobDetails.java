package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Ours: where stores are to be looked for. The names of the members below {@code Properties} are those that extensions
 * of other orchestrators read.
 *
 * @param clientMachine the machine to search, as the order names it
 * @param category number of the type of the stores
 * @param serverUsername for a machine that is not the agent's own; null for none
 * @param serverUseSsl whether that machine is called over TLS
 * @param properties never null from a server when the job is to run
 */
@WireRecord
public record DiscoveryJobDetails(
        @JsonProperty("ClientMachine") @Nullable String clientMachine,
        @JsonProperty("Category") int category,
        @JsonProperty("ServerUsername") @Nullable SecretText serverUsername,
        @JsonProperty("ServerPassword") @Nullable SecretText serverPassword,
        @JsonProperty("ServerUseSsl") boolean serverUseSsl,
        @JsonProperty("Properties") @Nullable DiscoveryProperties properties) {

    /**
     * How to search. The lists are separated by commas; empty is no restriction, of {@code dirs} what the type says.
     *
     * @param dirs folders to search, with all below; {@code fullscan} for everywhere
     * @param ignoredDirs folders to leave out
     * @param extensions endings of file names, without the dot; {@code noext} for a name without one
     * @param patterns parts of file names
     * @param symLinks whether symbolic links are followed
     * @param compatibility whether a search for Java keystores also finds PKCS#12 files
     */
    @WireRecord
    public record DiscoveryProperties(
            @JsonProperty("dirs") @Nullable String dirs,
            @JsonProperty("ignoreddirs") @Nullable String ignoredDirs,
            @JsonProperty("extensions") @Nullable String extensions,
            @JsonProperty("patterns") @Nullable String patterns,
            @JsonProperty("symLinks") boolean symLinks,
            @JsonProperty("compatibility") boolean compatibility) {}
}
