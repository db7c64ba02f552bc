package io.quartermaster.server.ca;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to have certified.
 *
 * @param requester as the audit names who asked: a caller, or {@code Timer Service}
 * @param authority the name of an authority, with or without {@code host\} before it; null: the one that is meant for
 *     requests which name none
 * @param template recorded with the request
 * @param csrDer PKCS#10, DER
 */
@SuppressWarnings("ArrayRecordComponent") // made once and read once; never compared
public record IssueRequest(
        String requester,
        @Nullable String authority,
        @Nullable String template,
        byte[] csrDer,
        SubjectNames names,
        Profile profile) {}
