package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_CSR;

import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Shows what stands in a signing request. Safe for many threads. */
@Singleton
public class ParseCsr {
    /** The parts of the subject, the alternative names, the key: {@code CN=app.example.test}, {@code DNS Name=...}. */
    List<String> run(Caller caller, SentCsr csr) {
        caller.require(CERTIFICATES_ENROLLMENT_CSR);
        List<String> parts = new ArrayList<>(csr.subject().parts());
        csr.alternatives().forEach(name -> parts.add(SentNames.title(name)));
        parts.add("Key Type=" + csr.key().algorithm().title());
        parts.add("Key Size=" + csr.key().bits());
        return parts;
    }
}
