package io.quartermaster.server.ca;

import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with which others are signed. Its key is a secret. Never changed.
 *
 * @param parentId the signer of the certificate; null for a root
 * @param secretId of the key: PKCS#8 as base64
 */
record Signer(int id, @Nullable Integer parentId, X509CertificateHolder certificate, UUID secretId) {}
