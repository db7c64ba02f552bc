package io.quartermaster.server.cert;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Finds the certificate that a request names, among those that it reaches. Safe for many threads. */
@Singleton
public class ChooseCertificate {
    private final CertificateReach reach;
    private final KnownCertificateRepository certificates;

    public ChooseCertificate(CertificateReach reach, KnownCertificateRepository certificates) {
        this.reach = reach;
        this.certificates = certificates;
    }

    /** @throws CommandException NOT_FOUND; NOT_ELIGIBLE where two certificates have the name */
    KnownCertificate find(Handle tx, CertificateChoice choice, SqlCondition within) {
        List<KnownCertificate> named = choice.among(tx, certificates);
        Set<Integer> reached =
                reach.within(tx, named.stream().map(KnownCertificate::id).toList(), within);
        List<KnownCertificate> found =
                named.stream().filter(one -> reached.contains(one.id())).toList();
        if (found.isEmpty()) {
            throw new CommandException(ErrorKind.NOT_FOUND, "There is no certificate " + choice.words() + ".");
        }
        if (found.size() > 1) {
            throw new CommandException(
                    ErrorKind.NOT_ELIGIBLE,
                    "There are " + found.size() + " certificates " + choice.words() + "; send CertID to name one.");
        }
        return found.getFirst();
    }
}
