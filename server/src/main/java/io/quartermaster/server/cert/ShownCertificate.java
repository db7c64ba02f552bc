package io.quartermaster.server.cert;

import java.util.List;
import java.util.Map;

/**
 * A certificate as it is shown to somebody.
 *
 * @param locations those the reader may see, at most {@link ListCertificates#LOCATIONS_MAX}; empty when not asked for
 * @param locationCounts of all those the reader may see
 * @param metadata name to value; empty when not asked for
 */
public record ShownCertificate(
        CertificateRow row,
        List<CertificateLocation> locations,
        List<LocationCount> locationCounts,
        Map<String, String> metadata) {}
