package io.quartermaster.server.ca;

import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * The names that a certificate gets, judged.
 *
 * @param subject may be empty where there are alternatives
 * @param alternatives each once
 */
record CertifiedNames(X500Name subject, List<AlternativeName> alternatives) {
    CertifiedNames {
        alternatives = List.copyOf(alternatives);
    }
}
