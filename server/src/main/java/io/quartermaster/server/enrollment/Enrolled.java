package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.Issued;
import io.quartermaster.server.cert.ParsedCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A certificate that was enrolled.
 *
 * @param chain leaf first
 * @param metadata as it is kept
 */
record Enrolled(int certificateId, ParsedCertificate certificate, List<byte[]> chain, Map<String, String> metadata) {
    private static final int FILE_NAME_LENGTH_MAX = 100;

    static Enrolled of(Issued issued, Map<String, String> metadata) {
        List<byte[]> chain = new ArrayList<>(List.of(issued.der()));
        chain.addAll(issued.chain());
        return new Enrolled(
                issued.certificateId(),
                ParsedCertificate.parse(issued.der()),
                List.copyOf(chain),
                Map.copyOf(metadata));
    }

    /** The leaf alone, or all of it. */
    List<byte[]> chain(boolean whole) {
        return whole ? chain : chain.subList(0, 1);
    }

    /** Fit to be the name of a file: the common name, without what some systems do not take. */
    String fileName() {
        return fileName(SubjectText.read(certificate.issuedDn()).commonName().orElse("certificate"));
    }

    static String fileName(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9.-]", "_");
        return safe.substring(0, Math.min(safe.length(), FILE_NAME_LENGTH_MAX));
    }
}
