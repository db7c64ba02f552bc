package io.quartermaster.server.secret;

/**
 * A secret as it is stored.
 *
 * @param keyId which of the {@link EncryptionKeys} encrypted it
 * @param nonce used once with that key
 * @param ciphertext with the tag that proves it unchanged at its end
 */
@SuppressWarnings("ArrayRecordComponent") // read once and passed on; never compared
record EncryptedSecret(String keyId, byte[] nonce, byte[] ciphertext) {}
