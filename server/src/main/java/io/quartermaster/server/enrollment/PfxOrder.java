package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.cert.PfxFile;
import io.quartermaster.server.secret.SecretValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate whose key the server is to make.
 *
 * @param subject null only with {@code renewedFrom}
 * @param renewedFrom the certificate whose place it takes, whose names it has unless others are given; null for none
 * @param key null for the usual one of the template, or that of the certificate that is renewed
 * @param password null: the server makes one and answers it
 * @param friendlyName null for the common name
 * @param stores to deploy it to at once
 * @param replaces whether it is deployed to wherever {@code renewedFrom} lies
 */
record PfxOrder(
        SentTerms terms,
        @Nullable SubjectText subject,
        @Nullable Integer renewedFrom,
        @Nullable KeySpec key,
        @Nullable SecretValue password,
        @Nullable String friendlyName,
        PfxFormat format,
        boolean wholeChain,
        boolean rootFirst,
        PfxFile.Protection protection,
        List<StoreOrder> stores,
        boolean replaces) {}
