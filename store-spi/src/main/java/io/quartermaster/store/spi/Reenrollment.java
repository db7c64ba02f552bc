package io.quartermaster.store.spi;

import java.util.List;
import java.util.Map;

/**
 * A key to be made in a store, and the certificate to be asked for.
 *
 * @param alias as in {@link Addition}
 * @param subject distinguished name as text, e.g. {@code CN=www.example.com,O="Example, Inc."}; may be empty when there
 *     are alternative names
 * @param keyType {@code RSA}, {@code EC} (also {@code ECC}, {@code ECDSA}), {@code Ed25519}, {@code Ed448}, {@code
 *     ML-DSA-44}, {@code ML-DSA-65}, {@code ML-DSA-87}, in any case of letters
 * @param keySize bits of RSA or EC keys; 0 for the type's usual one (RSA 3072, EC 256)
 * @param alternativeNames by kind: {@code dns}, {@code ip} (also {@code ip4}, {@code ip6}), {@code email} (also {@code
 *     rfc822}), {@code uri}, {@code upn}
 * @param entryPassword as in {@link Addition}
 * @param overwrite whether an entry of that name may be replaced
 * @param parameters entry parameters of the store type, by name
 */
public record Reenrollment(
        String alias,
        String subject,
        String keyType,
        int keySize,
        Map<String, List<String>> alternativeNames,
        StorePassword entryPassword,
        boolean overwrite,
        Map<String, String> parameters) {
    public Reenrollment {
        alternativeNames = Map.copyOf(alternativeNames);
        parameters = Map.copyOf(parameters);
    }
}
