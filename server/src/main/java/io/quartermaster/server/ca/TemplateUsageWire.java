package io.quartermaster.server.ca;

import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An extended key usage, in requests and answers. In requests the object identifier counts alone. */
@Schema(name = "TemplateExtendedKeyUsage")
public record TemplateUsageWire(
        @Nullable Integer id,
        @Nullable String oid,
        @Nullable String displayName) {
    /** Those of a template, counted from 1. */
    public static List<TemplateUsageWire> of(List<String> oids) {
        return IntStream.range(0, oids.size())
                .mapToObj(i -> new TemplateUsageWire(i + 1, oids.get(i), TemplateUsages.title(oids.get(i))))
                .toList();
    }
}
