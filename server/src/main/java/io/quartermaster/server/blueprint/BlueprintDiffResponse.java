package io.quartermaster.server.blueprint;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What applying a blueprint would do.
 *
 * @param applicable whether it could be applied to all of these agents at once
 */
public record BlueprintDiffResponse(UUID agentBlueprintId, String name, boolean applicable, List<AgentDiff> agents) {

    /**
     * @param applicable whether the blueprint could be applied to this agent
     * @param missingCapabilities of those that the blueprint requires
     */
    @Schema(name = "BlueprintDiffOfAgent")
    public record AgentDiff(
            UUID agentId,
            String clientMachine,
            boolean applicable,
            boolean approved,
            List<String> missingCapabilities,
            List<StoreDiff> stores,
            List<JobDiff> jobs) {}

    /**
     * @param outcome {@code Create}, {@code Exists} or {@code Refused}
     * @param reason a sentence; null where the store would be created
     * @param permission what you lack, where that is the reason
     */
    @Schema(name = "BlueprintDiffOfStore")
    public record StoreDiff(
            UUID agentBlueprintStoreId,
            String storePath,
            String certStoreTypeName,
            String outcome,
            @Schema(nullable = true) @Nullable String reason,
            @Schema(nullable = true) @Nullable String permission) {}

    /**
     * @param storePath null for a job of no store
     * @param schedule text form: {@code I_60}, {@code D_23:30}
     */
    @Schema(name = "BlueprintDiffOfJob")
    public record JobDiff(
            UUID agentBlueprintJobId,
            String jobTypeName,
            @Schema(nullable = true) @Nullable String storePath,
            String schedule,
            String outcome,
            @Schema(nullable = true) @Nullable String reason) {}

    static BlueprintDiffResponse of(DiffBlueprint.Difference difference) {
        BlueprintContent content = difference.content();
        Map<UUID, String> paths = content.stores().stream()
                .collect(toMap(BlueprintStore::id, store -> store.template().storePath()));
        return new BlueprintDiffResponse(
                content.blueprint().id(),
                content.blueprint().name(),
                difference.verdicts().stream().allMatch(AgentVerdict::isApplicable),
                difference.verdicts().stream()
                        .map(verdict -> of(content, paths, verdict))
                        .toList());
    }

    private static AgentDiff of(BlueprintContent content, Map<UUID, String> paths, AgentVerdict verdict) {
        return new AgentDiff(
                verdict.agent().id(),
                verdict.agent().clientMachine(),
                verdict.isApplicable(),
                verdict.agent().isApproved(),
                verdict.missingCapabilities(),
                content.stores().stream()
                        .map(store -> of(store, verdict.of(store)))
                        .toList(),
                content.jobs().stream()
                        .map(job -> of(job, job.storeId() == null ? null : paths.get(job.storeId()), verdict.of(job)))
                        .toList());
    }

    private static StoreDiff of(BlueprintStore store, Verdict verdict) {
        return new StoreDiff(
                store.id(),
                store.template().storePath(),
                store.typeName(),
                verdict.outcome().title(),
                reason(verdict),
                verdict.permission().map(Object::toString).orElse(null));
    }

    private static JobDiff of(BlueprintJob job, @Nullable String storePath, Verdict verdict) {
        return new JobDiff(
                job.id(),
                job.jobType(),
                storePath,
                job.schedule().text(),
                verdict.outcome().title(),
                reason(verdict));
    }

    private static @Nullable String reason(Verdict verdict) {
        return verdict.reason().isEmpty() ? null : verdict.reason();
    }
}
