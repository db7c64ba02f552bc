package io.quartermaster.server.enrollment;

import io.quartermaster.server.secret.SecretValue;
import org.jspecify.annotations.Nullable;

/** @param key of the signing request, to be kept here; null where the requester keeps it alone */
record CsrOrder(SentTerms terms, SentCsr csr, @Nullable SecretValue key) {}
