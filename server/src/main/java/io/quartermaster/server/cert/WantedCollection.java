package io.quartermaster.server.cert;

import org.jspecify.annotations.Nullable;

/**
 * A collection as a request describes it, checked but for its query.
 *
 * @param query null = that of the collection it is a copy of, else all certificates
 * @param copyFromId null for a collection that is no copy
 */
record WantedCollection(
        String name,
        String description,
        @Nullable String query,
        DuplicationField duplicationField,
        boolean showOnDashboard,
        boolean favorite,
        @Nullable Integer copyFromId) {
    static final int NAME_LENGTH_MAX = 100;
    static final int DESCRIPTION_LENGTH_MAX = 1_000;

    /** @throws io.quartermaster.server.error.CommandException MALFORMED naming the field */
    static WantedCollection read(
            @Nullable String name,
            @Nullable String description,
            @Nullable String query,
            @Nullable Integer duplicationField,
            @Nullable Boolean showOnDashboard,
            @Nullable Boolean favorite,
            @Nullable Integer copyFromId) {
        String checked = CertificateText.name("Name", name, NAME_LENGTH_MAX);
        if (WrittenId.read(checked).isPresent()) {
            throw CertificateText.malformed("Name must not be a number: where a name may stand, an id may stand too.");
        }
        String about = CertificateText.optional("Description", description, DESCRIPTION_LENGTH_MAX);
        int field = duplicationField == null ? 0 : duplicationField;
        return new WantedCollection(
                checked,
                about == null ? "" : about,
                query,
                DuplicationField.of(field)
                        .orElseThrow(() -> CertificateText.malformed("DuplicationField must be 0 (none), 1 (common"
                                + " name), 2 (distinguished name) or 4 (user principal name), not " + field + ".")),
                showOnDashboard != null && showOnDashboard,
                favorite != null && favorite,
                copyFromId == null || copyFromId == 0 ? null : copyFromId);
    }

    CertificateCollection toCollection(int id, String queryText) {
        return new CertificateCollection(id, name, description, queryText, duplicationField, showOnDashboard, favorite);
    }
}
