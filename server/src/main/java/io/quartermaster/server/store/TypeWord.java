package io.quartermaster.server.store;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.setting.JobSettings.EnumForm;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Members of store types that are one of a few words, each of which has a number too. Requests may use either. */
enum TypeWord {
    /** Whether something must, may or must not be there; the numbers of {@link Need}. */
    NEED,
    /** What the value of a property or an entry parameter is. */
    VALUE,
    PASSWORD_STYLE,
    CERTIFICATE_FORMAT;

    /** In the order of their numbers, from 0. */
    private List<String> words() {
        return switch (this) {
            case NEED -> List.of("Forbidden", "Optional", "Required");
            case VALUE ->
                List.of("String", StoreTypeProperty.MULTIPLE_CHOICE, StoreTypeProperty.BOOL, StoreTypeProperty.SECRET);
            case PASSWORD_STYLE -> List.of("Default", "Custom");
            case CERTIFICATE_FORMAT -> List.of("PFX", "PEM");
        };
    }

    /**
     * The number of what was sent; 0 for nothing.
     *
     * @param sent a text or a number, unless the sender is wrong
     * @throws CommandException MALFORMED, naming the field and what there is
     */
    int number(@Nullable Object sent, String field) {
        String text = sent == null ? "" : sent.toString().strip();
        if (text.isEmpty()) {
            return 0;
        }
        return IntStream.range(0, words().size())
                .filter(i -> words().get(i).equalsIgnoreCase(text) || text.equals("" + i))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ErrorKind.MALFORMED,
                        field + " must be one of " + String.join(", ", words()) + ", or a number from 0 to "
                                + (words().size() - 1) + "."));
    }

    /** The word for what was sent, as {@link #number}. */
    String word(@Nullable Object sent, String field) {
        return words().get(number(sent, field));
    }

    /** As answers show a word. */
    Object written(String word, EnumForm form) {
        for (int i = 0; i < words().size(); i++) {
            if (words().get(i).equalsIgnoreCase(word)) {
                return form == EnumForm.NUMBER ? (Object) i : words().get(i);
            }
        }
        return word;
    }

    Object written(Need need, EnumForm form) {
        return form == EnumForm.NUMBER ? (Object) need.number() : words().get(need.number());
    }
}
