package io.quartermaster.server.ca;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long the server keeps the keys that it made for certificates of a template. Answered by name, read by both. */
public enum TemplateKeyRetention {
    /** Not at all; only for the minutes in which the certificate may still be deployed. */
    NONE(0, "None"),
    /** For ever. */
    INDEFINITE(1, "Indefinite"),
    /** Until so many days after the certificate has expired. */
    AFTER_EXPIRATION(2, "AfterExpiration"),
    /** Until so many days after the certificate was issued. */
    FROM_ISSUANCE(3, "FromIssuance");

    private final int number;
    private final String title;

    TemplateKeyRetention(int number, String title) {
        this.number = number;
        this.title = title;
    }

    public int number() {
        return number;
    }

    public String title() {
        return title;
    }

    /** Whether it needs a number of days. */
    boolean hasDays() {
        return this == AFTER_EXPIRATION || this == FROM_ISSUANCE;
    }

    /** By its number or its name, in any case, with or without blanks: {@code After Expiration}. */
    static Optional<TemplateKeyRetention> read(@Nullable String text) {
        String folded = text == null ? "" : text.replaceAll("[\\s_]", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(each -> folded.equals(String.valueOf(each.number))
                        || folded.equals(each.title.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
