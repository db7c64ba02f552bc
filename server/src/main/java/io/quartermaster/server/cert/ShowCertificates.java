package io.quartermaster.server.cert;

import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.ContainerScope;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Adds to certificates where they lie and what people noted, with two statements for any number of them. */
@Singleton
public class ShowCertificates {
    private final LocationRepository locations;
    private final MetadataRepository metadata;

    public ShowCertificates(LocationRepository locations, MetadataRepository metadata) {
        this.locations = locations;
        this.metadata = metadata;
    }

    List<ShownCertificate> shown(
            Handle tx, Caller caller, List<CertificateRow> rows, CertificateSearch.Details details) {
        List<Integer> ids = rows.stream().map(CertificateRow::id).toList();
        ContainerScope scope =
                details.locations() ? caller.containers(StoreVerb.READ) : new ContainerScope.Only(Set.of());
        boolean anywhere = !scope.isEmpty() && !ids.isEmpty();
        Map<Integer, List<CertificateLocation>> places = anywhere
                ? locations.locations(tx, ids, scope, ListCertificates.LOCATIONS_MAX).stream()
                        .collect(Collectors.groupingBy(CertificateLocation::certificateId))
                : Map.of();
        Map<Integer, List<LocationCount>> counts = anywhere
                ? locations.counts(tx, ids, scope).stream().collect(Collectors.groupingBy(LocationCount::certificateId))
                : Map.of();
        Map<Integer, Map<String, String>> notes =
                details.metadata() && !ids.isEmpty() ? metadata.values(tx, ids) : Map.of();
        return rows.stream()
                .map(row -> new ShownCertificate(
                        row,
                        places.getOrDefault(row.id(), List.of()),
                        counts.getOrDefault(row.id(), List.of()),
                        notes.getOrDefault(row.id(), Map.of())))
                .toList();
    }
}
