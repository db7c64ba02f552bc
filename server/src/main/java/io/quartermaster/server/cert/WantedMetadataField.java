package io.quartermaster.server.cert;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A metadata field as a request describes it, checked.
 *
 * @param displayOrder null = behind the others
 */
record WantedMetadataField(
        String name,
        String description,
        MetadataType type,
        @Nullable String hint,
        @Nullable String validation,
        int enrollment,
        @Nullable String message,
        @Nullable String options,
        @Nullable String defaultValue,
        boolean allowApi,
        boolean explicitUpdate,
        @Nullable Integer displayOrder) {
    static final int NAME_LENGTH_MAX = 100;
    static final int TEXT_LENGTH_MAX = 1_000;
    static final int OPTIONS_LENGTH_MAX = 10_000;

    /** What a query can name. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z](?:[A-Za-z0-9_.]|-(?=[A-Za-z]))*");

    /** @throws io.quartermaster.server.error.CommandException MALFORMED naming the field */
    static WantedMetadataField read(MetadataFieldBody body) {
        MetadataField field = new MetadataField(
                0,
                name(body.name()),
                CertificateText.name("Description", body.description(), TEXT_LENGTH_MAX),
                type(body.dataType()),
                CertificateText.optional("Hint", body.hint(), TEXT_LENGTH_MAX),
                CertificateText.optional("Validation", body.validation(), TEXT_LENGTH_MAX),
                enrollment(body.enrollment()),
                CertificateText.optional("Message", body.message(), TEXT_LENGTH_MAX),
                CertificateText.optional("Options", body.options(), OPTIONS_LENGTH_MAX),
                CertificateText.optional("DefaultValue", body.defaultValue(), MetadataValue.BIG_TEXT_LENGTH_MAX),
                !Boolean.FALSE.equals(body.allowApi()),
                Boolean.TRUE.equals(body.explicitUpdate()),
                0);
        @Nullable String validation = field.validation();
        if (validation != null && !validation.isEmpty()) {
            requireString(field.type());
            MetadataValue.pattern(validation);
        }
        if (field.type() == MetadataType.MULTIPLE_CHOICE && field.choices().isEmpty()) {
            throw CertificateText.malformed("Options is required for DataType 5 (multiple choice): a,b,c.");
        }
        @Nullable String defaultValue = field.defaultValue();
        if (defaultValue != null && !defaultValue.isBlank()) {
            MetadataValue.read(field, defaultValue);
        }
        return of(field, body.displayOrder());
    }

    private static WantedMetadataField of(MetadataField field, @Nullable Integer displayOrder) {
        return new WantedMetadataField(
                field.name(),
                field.description(),
                field.type(),
                field.hint(),
                field.validation(),
                field.enrollment(),
                field.message(),
                field.options(),
                field.defaultValue(),
                field.allowApi(),
                field.explicitUpdate(),
                displayOrder);
    }

    MetadataField toField(int id, int order) {
        return new MetadataField(
                id,
                name,
                description,
                type,
                hint,
                validation,
                enrollment,
                message,
                options,
                defaultValue,
                allowApi,
                explicitUpdate,
                displayOrder == null ? order : displayOrder);
    }

    private static String name(@Nullable String sent) {
        String name = CertificateText.name("Name", sent, NAME_LENGTH_MAX);
        if (!NAME.matcher(name).matches()) {
            throw CertificateText.malformed(
                    "Name must begin with a letter and have only letters, digits, '_', '.', and '-' before a letter, so"
                            + " that queries can name it; this one is " + CertificateText.quoted(name) + ".");
        }
        return name;
    }

    private static MetadataType type(@Nullable Integer number) {
        if (number == null) {
            throw CertificateText.malformed("DataType is required.");
        }
        return MetadataType.of(number)
                .orElseThrow(() -> CertificateText.malformed("DataType must be 1 (text), 2 (whole number), 3 (date),"
                        + " 4 (yes or no), 5 (multiple choice), 6 (long text) or 7 (e-mail), not " + number + "."));
    }

    private static int enrollment(@Nullable Integer number) {
        if (number == null) {
            return MetadataField.OPTIONAL;
        }
        if (number < MetadataField.OPTIONAL || number > MetadataField.HIDDEN) {
            throw CertificateText.malformed(
                    "Enrollment must be 0 (optional), 1 (required) or 2 (hidden), not " + number + ".");
        }
        return number;
    }

    private static void requireString(MetadataType type) {
        if (type != MetadataType.STRING) {
            throw CertificateText.malformed("Validation is for DataType 1 (text) only.");
        }
    }
}
