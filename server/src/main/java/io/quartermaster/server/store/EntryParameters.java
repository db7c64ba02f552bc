package io.quartermaster.server.store;

import io.quartermaster.server.secret.SecretValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one entry, found to be what the type of its store allows.
 *
 * @param texts by name as the type spells it
 * @param secrets likewise; never shown
 */
record EntryParameters(Map<String, String> texts, Map<String, SecretValue> secrets) {
    /** Stands beside the parameters of an entry in answers, and comes back with them. */
    private static final String PRIVATE_KEY_ENTRY = "PrivateKeyEntry";

    private static final String NUL = "\u0000";

    /** What is done with the entry decides which parameters it needs. */
    enum When {
        ADD,
        REMOVE,
        REENROLLMENT;

        private boolean needs(StoreTypeEntryParameter.RequiredWhen required) {
            return switch (this) {
                case ADD -> required.onAdd();
                case REMOVE -> required.onRemove();
                case REENROLLMENT -> required.onReenrollment();
            };
        }
    }

    /** What is wrong with parameters; a sentence that names the one it is about, and never a value. */
    static final class Unfit extends Exception {
        private final String sentence;

        private Unfit(String sentence) {
            super(sentence);
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    /**
     * Checks what was sent.
     *
     * @param sent by name in any case; empty values count as not sent
     * @param hasKey whether the entry has a private key afterwards
     */
    static EntryParameters check(StoreType type, Map<String, String> sent, When when, boolean hasKey) throws Unfit {
        Map<String, String> left = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        left.putAll(sent);
        left.remove(PRIVATE_KEY_ENTRY);
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, SecretValue> secrets = new LinkedHashMap<>();
        for (StoreTypeEntryParameter parameter : type.definition().entryParameters()) {
            Optional<String> value = value(parameter, left.remove(parameter.name()));
            boolean required = when.needs(parameter.requiredWhen())
                    || (hasKey && parameter.requiredWhen().hasPrivateKey());
            if (value.isEmpty() && required) {
                throw new Unfit("JobFields: " + parameter.name() + " is required for " + type.shortName() + " stores.");
            }
            if (value.isPresent() && parameter.type().equalsIgnoreCase(StoreTypeProperty.SECRET)) {
                secrets.put(parameter.name(), new SecretValue(value.get()));
            } else if (value.isPresent()) {
                texts.put(parameter.name(), value.get());
            }
        }
        if (!left.isEmpty()) {
            throw new Unfit("JobFields: entries of " + type.shortName() + " stores have no parameter "
                    + String.join(", ", left.keySet()) + ", only " + names(type) + ".");
        }
        return new EntryParameters(texts, secrets);
    }

    private static String names(StoreType type) {
        String names = type.definition().entryParameters().stream()
                .map(StoreTypeEntryParameter::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none at all" : names;
    }

    private static Optional<String> value(StoreTypeEntryParameter parameter, @Nullable String sent) throws Unfit {
        if (sent == null || sent.isEmpty()) {
            return Optional.ofNullable(defaultOf(parameter)).filter(text -> !text.isEmpty());
        }
        if (sent.contains(NUL) || sent.length() > SecretValue.LENGTH_MAX) {
            throw new Unfit("JobFields: " + parameter.name() + " must have at most " + SecretValue.LENGTH_MAX
                    + " characters, and not the one with the number 0.");
        }
        if (parameter.type().equalsIgnoreCase(StoreTypeProperty.BOOL)) {
            if (!sent.equalsIgnoreCase("true") && !sent.equalsIgnoreCase("false")) {
                throw new Unfit("JobFields: " + parameter.name() + " must be true or false.");
            }
            return Optional.of(sent.equalsIgnoreCase("true") ? "true" : "false");
        }
        List<String> choices = choices(parameter);
        if (!choices.isEmpty() && !choices.contains(sent)) {
            throw new Unfit("JobFields: " + parameter.name() + " must be one of " + String.join(", ", choices) + ".");
        }
        return Optional.of(sent);
    }

    private static @Nullable String defaultOf(StoreTypeEntryParameter parameter) {
        String text = parameter.defaultValue();
        if (text != null && parameter.type().equalsIgnoreCase(StoreTypeProperty.BOOL)) {
            return text.equalsIgnoreCase("true") ? "true" : "false";
        }
        return text;
    }

    private static List<String> choices(StoreTypeEntryParameter parameter) {
        String options = parameter.options();
        return options == null || !parameter.type().equalsIgnoreCase(StoreTypeProperty.MULTIPLE_CHOICE)
                ? List.of()
                : Arrays.stream(options.split(",", -1)).map(String::strip).toList();
    }

    /** Names only. */
    @Override
    public String toString() {
        return "EntryParameters" + texts.keySet() + secrets.keySet();
    }
}
