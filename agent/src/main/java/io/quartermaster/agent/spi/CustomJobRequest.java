package io.quartermaster.agent.spi;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one run of a custom job is to do, and what it may do. Names are read without regard to case. */
public final class CustomJobRequest {
    private final Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> settings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * Of two names that differ in case only, the later counts.
     *
     * @param fields the job's fields, from the server
     * @param settings the settings of this job type, from the person who runs the agent
     */
    public CustomJobRequest(Map<String, String> fields, Map<String, String> settings) {
        this.fields.putAll(fields);
        this.settings.putAll(settings);
    }

    /** A field's value; empty when it was not sent or is blank. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * A field that the job cannot do without.
     *
     * @throws CustomJobException when it was not sent or is blank; names the field
     */
    public String required(String name) throws CustomJobException {
        return field(name).orElseThrow(() -> new CustomJobException("The field " + name + " is missing or blank."));
    }

    /** A setting's value, given as {@code --setting <job>.<name>=<value>} when the agent was started. */
    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name)).filter(value -> !value.isBlank());
    }

    /** For logs: names only, since a value may be a secret. */
    @Override
    public String toString() {
        return "CustomJobRequest" + fields.keySet();
    }
}
