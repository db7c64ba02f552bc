package io.quartermaster.server.agent;

import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an agent can do, in the full names it registered: {@code CertStores.PEM.Inventory}, {@code Custom.EchoTime}.
 * Compared as sets and without regard to case, since agents spell and order them differently.
 *
 * @param names no two of them equal; in the order of the agent
 */
public record AgentCapabilities(List<String> names) {
    /** Entries of one registration. */
    public static final int COUNT_MAX = 1_000;

    /** Characters of one name. */
    public static final int NAME_LENGTH_MAX = 256;

    /** How the capability to send one's own log is shown. */
    public static final String LOGS = "LOGS";

    private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");

    public AgentCapabilities {
        names = distinct(names);
    }

    /**
     * Reads what an agent sent. Empty entries are left out.
     *
     * @throws CommandException MALFORMED beyond {@link #COUNT_MAX} and {@link #NAME_LENGTH_MAX}, and for control characters
     */
    public static AgentCapabilities sent(@Nullable List<@Nullable String> sent) {
        if (sent == null) {
            return new AgentCapabilities(List.of());
        }
        if (sent.size() > COUNT_MAX) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "Capabilities may have at most " + COUNT_MAX + " entries; this registration has " + sent.size()
                            + ".");
        }
        return new AgentCapabilities(sent.stream()
                .map(name -> name == null ? "" : name.strip())
                .filter(name -> !name.isEmpty())
                .map(AgentCapabilities::checked)
                .toList());
    }

    private static String checked(String name) {
        if (name.length() > NAME_LENGTH_MAX) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "A capability may have at most " + NAME_LENGTH_MAX + " characters; one of this registration has "
                            + name.length() + ".");
        }
        if (CONTROL_CHARACTER.matcher(name).find()) {
            throw new CommandException(ErrorKind.MALFORMED, "A capability must not contain control characters.");
        }
        return name;
    }

    /** The same, with job type ids that agents of old send instead of names replaced by the names, where known. */
    public AgentCapabilities named(JobTypes jobTypes) {
        return new AgentCapabilities(names.stream().map(jobTypes::nameOf).toList());
    }

    /** Whether both are the same set. */
    public boolean sameAs(AgentCapabilities other) {
        return folded().equals(other.folded());
    }

    /** Whether a full name is among them. */
    public boolean include(String name) {
        return folded().contains(fold(name));
    }

    /**
     * Whether an agent with these has what a capability stands for. That of a job of no store is announced under its full
     * name or its short one: {@code Custom.EchoTime} or {@code EchoTime}.
     */
    public boolean offer(String name) {
        return include(name) || (!startsWith(name, Capabilities.CERTIFICATE_STORES_PREFIX) && include(shortName(name)));
    }

    /**
     * As people see them: one for each store type, however many kinds of jobs the agent can do on it, and one for each
     * custom job type.
     */
    public List<String> shortNames() {
        return distinct(names.stream().map(AgentCapabilities::shortName).toList());
    }

    static String shortName(String name) {
        if (name.equalsIgnoreCase(BuiltInJobType.FETCH_LOGS.capability())) {
            return LOGS;
        }
        if (startsWith(name, Capabilities.CUSTOM_PREFIX)) {
            return name.substring(Capabilities.CUSTOM_PREFIX.length());
        }
        if (startsWith(name, Capabilities.CERTIFICATE_STORES_PREFIX)) {
            String rest = name.substring(Capabilities.CERTIFICATE_STORES_PREFIX.length());
            int kind = rest.lastIndexOf('.');
            return kind < 0 ? rest : rest.substring(0, kind);
        }
        return name;
    }

    static boolean startsWith(String name, String prefix) {
        return name.length() > prefix.length() && name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private Set<String> folded() {
        return names.stream().map(AgentCapabilities::fold).collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> distinct(Collection<String> names) {
        Map<String, String> byFolded = names.stream()
                .collect(Collectors.toMap(
                        AgentCapabilities::fold, Function.identity(), (first, again) -> first, LinkedHashMap::new));
        return List.copyOf(byFolded.values());
    }
}
