package io.quartermaster.server.query;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a condition compares a field with its value. Written with a leading dash, in any case. */
public enum Operator {
    EQ("-eq"),
    NE("-ne"),
    LT("-lt"),
    LE("-le"),
    GT("-gt"),
    GE("-ge"),
    CONTAINS("-contains"),
    NOTCONTAINS("-notcontains"),
    STARTSWITH("-startswith"),
    ENDSWITH("-endswith");

    private final String word;

    Operator(String word) {
        this.word = word;
    }

    /** As written in a query, in lower case. */
    public String word() {
        return word;
    }

    static Optional<Operator> of(String word) {
        return Arrays.stream(values())
                .filter(operator -> operator.word.equalsIgnoreCase(word))
                .findFirst();
    }

    static String words(Iterable<Operator> operators) {
        StringBuilder words = new StringBuilder();
        for (Operator operator : operators) {
            words.append(words.isEmpty() ? "" : ", ").append(operator.word);
        }
        return words.toString();
    }

    static String words() {
        return Arrays.stream(values()).map(Operator::word).collect(Collectors.joining(", "));
    }
}
