package io.quartermaster.server.job;

import io.quartermaster.server.secret.SecretValue;

/** The value of one field of one custom job. Prints itself without the secret. */
public sealed interface FieldValue {
    /** What stands in the place of a secret. */
    String HIDDEN = "********";

    CustomJobTypeField field();

    /** Characters of the value. */
    int length();

    /** For people: of a secret only that there is one. */
    String shown();

    /** @param text in the form in which agents are told it */
    record Plain(CustomJobTypeField field, String text) implements FieldValue {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public String shown() {
            return text;
        }

        @Override
        public String toString() {
            return field.name() + "=" + text;
        }
    }

    /** A value of type {@link FieldValueType#SECRET}. */
    record Secret(CustomJobTypeField field, SecretValue secret) implements FieldValue {
        @Override
        public int length() {
            return secret.reveal().length();
        }

        @Override
        public String shown() {
            return HIDDEN;
        }

        @Override
        public String toString() {
            return field.name() + "=" + HIDDEN;
        }
    }

    /** @param text as {@link FieldValueType#read} gave it */
    static FieldValue of(CustomJobTypeField field, String text) {
        return field.type() == FieldValueType.SECRET
                ? new Secret(field, new SecretValue(text))
                : new Plain(field, text);
    }
}
