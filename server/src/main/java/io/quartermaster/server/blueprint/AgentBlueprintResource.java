package io.quartermaster.server.blueprint;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.agent.AgentIds;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.PagingParameters;
import io.quartermaster.server.schedule.WeekDayForm;
import io.quartermaster.server.security.CurrentCaller;
import io.quartermaster.server.setting.JobSettings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What people do with blueprints. */
@Path("/KeyfactorAPI/AgentBluePrint")
@RunOnVirtualThread
@Tag(name = "AgentBluePrint")
public class AgentBlueprintResource {
    private static final String ONE_PAGE = "One page; the header X-Total-Count has the number of all rows";
    private static final String UNLISTED = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField";
    private static final String NONE = "There is no such blueprint";

    private final CurrentCaller caller;
    private final ListBlueprints listBlueprints;
    private final GetBlueprint getBlueprint;
    private final ListBlueprintJobs listBlueprintJobs;
    private final ListBlueprintStores listBlueprintStores;
    private final DeleteBlueprint deleteBlueprint;
    private final GenerateBlueprint generateBlueprint;
    private final ApplyBlueprint applyBlueprint;
    private final Supplier<JobSettings> settings;

    public AgentBlueprintResource(
            CurrentCaller caller,
            ListBlueprints listBlueprints,
            GetBlueprint getBlueprint,
            ListBlueprintJobs listBlueprintJobs,
            ListBlueprintStores listBlueprintStores,
            DeleteBlueprint deleteBlueprint,
            GenerateBlueprint generateBlueprint,
            ApplyBlueprint applyBlueprint,
            Supplier<JobSettings> settings) {
        this.caller = caller;
        this.listBlueprints = listBlueprints;
        this.getBlueprint = getBlueprint;
        this.listBlueprintJobs = listBlueprintJobs;
        this.listBlueprintStores = listBlueprintStores;
        this.deleteBlueprint = deleteBlueprint;
        this.generateBlueprint = generateBlueprint;
        this.applyBlueprint = applyBlueprint;
        this.settings = settings;
    }

    @GET
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "List blueprints",
            description = "Sorted by Name unless SortField is given: AgentBlueprintId or LastModified.")
    @APIResponse(responseCode = "200", description = ONE_PAGE)
    @APIResponse(responseCode = "400", description = UNLISTED)
    public Page<BlueprintResponse> list(@BeanParam PagingParameters paging) {
        return listBlueprints.run(caller.get(), paging.toPaging()).map(BlueprintResponse::of);
    }

    @GET
    @Path("/{id}")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(summary = "Get a blueprint")
    @APIResponse(responseCode = "200", description = "The blueprint without its stores and jobs")
    @APIResponse(responseCode = "404", description = NONE)
    public BlueprintResponse get(@PathParam("id") UUID id) {
        return BlueprintResponse.of(getBlueprint.run(caller.get(), id));
    }

    @GET
    @Path("/{id}/Jobs")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "List the jobs of a blueprint",
            description = "Sorted by StorePath unless SortField is given: JobTypeName, RequestTimestamp or"
                    + " AgentBlueprintJobId.")
    @APIResponse(responseCode = "200", description = ONE_PAGE)
    @APIResponse(responseCode = "400", description = UNLISTED)
    @APIResponse(responseCode = "404", description = NONE)
    public Page<BlueprintJobResponse> jobs(@PathParam("id") UUID id, @BeanParam PagingParameters paging) {
        return listBlueprintJobs
                .run(caller.get(), id, paging.toPaging())
                .map(shown -> BlueprintJobResponse.of(shown, weekDays()));
    }

    @GET
    @Path("/{id}/Stores")
    @Needs(AGENTS_MANAGEMENT_READ)
    @Operation(
            summary = "List the certificate stores of a blueprint",
            description = "Without their secrets. Sorted by StorePath unless SortField is given: CertStoreTypeName,"
                    + " ContainerId or AgentBlueprintStoreId.")
    @APIResponse(responseCode = "200", description = ONE_PAGE)
    @APIResponse(responseCode = "400", description = UNLISTED)
    @APIResponse(responseCode = "404", description = NONE)
    public Page<BlueprintStoreResponse> stores(@PathParam("id") UUID id, @BeanParam PagingParameters paging) {
        return listBlueprintStores.run(caller.get(), id, paging.toPaging()).map(BlueprintStoreResponse::of);
    }

    @DELETE
    @Path("/{id}")
    @Needs({AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY})
    @Operation(summary = "Delete a blueprint", description = "What agents were given by it stays.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "404", description = NONE)
    public void delete(@PathParam("id") UUID id) {
        deleteBlueprint.run(caller.get(), id);
    }

    @POST
    @Path("/GenerateBluePrint")
    @Needs(
            value = {AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY},
            also = "/certificate_stores/read/ for each store that it takes over")
    @Operation(
            summary = "Make a blueprint of an agent",
            description = "Of the approved certificate stores on its own machine with the recurring schedules of their"
                    + " inventories, and of its recurring custom jobs and log fetches. Secrets are left out.")
    @APIResponse(responseCode = "200", description = "The blueprint")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110001 no agentId or no name; 0xA0110022 no such agent; 0xA0110023 the agent has more than"
                            + " a blueprint holds; 0xA0110026 the name is taken")
    public BlueprintResponse generate(
            @Parameter(description = "May also stand in the body") @QueryParam("agentId") @Nullable UUID agentId,
            @Parameter(description = "At most 256 characters; may also stand in the body") @QueryParam("name") @Nullable
                    String name,
            @Nullable GenerateBlueprintRequest body) {
        GenerateBlueprintRequest.Wanted wanted = GenerateBlueprintRequest.read(agentId, name, body);
        return BlueprintResponse.of(generateBlueprint.run(caller.get(), wanted.agentId(), wanted.name()));
    }

    @POST
    @Path("/ApplyBlueprint")
    @Needs(
            value = {AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY},
            also = "/certificate_stores/modify/ for each store that it adds")
    @Operation(
            summary = "Give agents what is in a blueprint",
            description =
                    "Adds the certificate stores and jobs that they do not have; what they have is left alone. All or"
                            + " none. POST /qm/v1/blueprints/{id}/diff shows beforehand what that is.")
    @APIResponse(responseCode = "204", description = "All of the agents have all of the blueprint")
    @APIResponse(
            responseCode = "400",
            description =
                    "0xA0110001 no templateId, or no list of agent ids; 0xA0110022 no such blueprint or agent;"
                            + " 0xA0110023 a store or job cannot be made; 0xA0110025 an agent is not approved or lacks a capability")
    public void apply(
            @Parameter(description = "The id of the blueprint") @QueryParam("templateId") @Nullable UUID templateId,
            List<@Nullable UUID> agentIds) {
        if (templateId == null) {
            throw new CommandException(ErrorKind.MALFORMED, "templateId is required: the id of a blueprint.");
        }
        applyBlueprint.run(caller.get(), templateId, AgentIds.of("The body", agentIds));
    }

    private WeekDayForm weekDays() {
        return settings.get().weekDays() == JobSettings.EnumForm.NAME ? WeekDayForm.NAME : WeekDayForm.NUMBER;
    }
}
