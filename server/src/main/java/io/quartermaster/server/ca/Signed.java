package io.quartermaster.server.ca;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that was signed and is not recorded yet.
 *
 * @param chain its issuers, the one that signed it first
 * @param signerId null where somebody else signed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Signed(byte[] der, List<byte[]> chain, @Nullable Integer signerId) {}
