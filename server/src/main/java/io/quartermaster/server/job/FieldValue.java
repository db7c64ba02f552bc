package io.quartermaster.server.job;

/**
 * The value of one field of one custom job.
 *
 * @param text in the form in which agents are told it
 */
public record FieldValue(CustomJobTypeField field, String text) {
    /** What stands in the place of a secret. */
    public static final String HIDDEN = "********";

    public boolean isSecret() {
        return field.type() == FieldValueType.SECRET;
    }

    /** For people: of a secret only that there is one. */
    public String shown() {
        return isSecret() ? HIDDEN : text;
    }

    @Override
    public String toString() {
        return field.name() + "=" + shown();
    }
}
