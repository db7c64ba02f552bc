package io.quartermaster.server.ca;

import java.util.List;

/**
 * A certificate that was issued and recorded.
 *
 * @param chain the issuers, the one that signed the certificate first, the root last where the authority tells it; the
 *     certificate itself is not among them
 * @param requestId under which the request is recorded
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Issued(int certificateId, byte[] der, List<byte[]> chain, long requestId) {
    public Issued {
        chain = List.copyOf(chain);
    }
}
