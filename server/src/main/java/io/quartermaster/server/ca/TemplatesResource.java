package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATE_TEMPLATES_MODIFY;
import static io.quartermaster.server.security.Permission.CERTIFICATE_TEMPLATES_READ;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.PagingParameters;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /Templates}: by which rules certificates are enrolled. */
@Path("/KeyfactorAPI/Templates")
@Tag(name = "Templates")
@RunOnVirtualThread
public class TemplatesResource {
    private final CurrentCaller caller;
    private final ListTemplates listTemplates;
    private final GetTemplate getTemplate;
    private final UpdateTemplate updateTemplate;
    private final GetTemplateSettings getSettings;
    private final UpdateTemplateSettings updateSettings;
    private final ImportTemplates importTemplates;
    private final ListTemplateSubjectParts listSubjectParts;

    TemplatesResource(
            CurrentCaller caller,
            ListTemplates listTemplates,
            GetTemplate getTemplate,
            UpdateTemplate updateTemplate,
            GetTemplateSettings getSettings,
            UpdateTemplateSettings updateSettings,
            ImportTemplates importTemplates,
            ListTemplateSubjectParts listSubjectParts) {
        this.caller = caller;
        this.listTemplates = listTemplates;
        this.getTemplate = getTemplate;
        this.updateTemplate = updateTemplate;
        this.getSettings = getSettings;
        this.updateSettings = updateSettings;
        this.importTemplates = importTemplates;
        this.listSubjectParts = listSubjectParts;
    }

    @GET
    @Needs(CERTIFICATE_TEMPLATES_READ)
    @Operation(
            summary = "List templates",
            description = "Sorted by CommonName, which is how requests name them, unless SortField is given.")
    @APIResponse(responseCode = "200", description = "One page; the header X-Total-Count has the number of all rows")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110021 the query cannot be read; 0xA011004A unknown SortField")
    public Page<TemplateListedResponse> list(@BeanParam PagingParameters paging) {
        return listTemplates
                .run(caller.get(), paging.toPaging())
                .map(found -> TemplateListedResponse.of(found.template(), found.settings()));
    }

    @GET
    @Path("/{id}")
    @Needs(CERTIFICATE_TEMPLATES_READ)
    @Operation(summary = "Get a template")
    @APIResponse(
            responseCode = "200",
            description = "The template; KeyAlgorithms and RFCEnforcement are those in force")
    @APIResponse(responseCode = "404", description = "There is no such template")
    public TemplateResponse get(@PathParam("id") int id) {
        return TemplateResponse.of(getTemplate.run(caller.get(), id));
    }

    @PUT
    @Needs(CERTIFICATE_TEMPLATES_MODIFY)
    @Operation(
            summary = "Change a template",
            description = "What is left out stays as it is; an empty list clears. A part of the policy that is null is"
                    + " taken from the settings of all templates.")
    @APIResponse(responseCode = "200", description = "The template as it is now")
    @APIResponse(
            responseCode = "400",
            description = "0xA0110001 a value that cannot be; 0xA0110022 there is no such template")
    public TemplateResponse update(TemplateUpdateRequest request) {
        return TemplateResponse.of(updateTemplate.run(caller.get(), request.toId(), request::changed));
    }

    @POST
    @Path("/Import")
    @Needs(CERTIFICATE_TEMPLATES_MODIFY)
    @Operation(
            summary = "Import templates",
            description = "The only tenant is this server's own, Quartermaster, and its templates are here already.")
    @APIResponse(responseCode = "204", description = "There is nothing to import that is not here")
    @APIResponse(responseCode = "400", description = "0xA0110001 another tenant")
    public void importAll(ImportTemplatesRequest request) {
        importTemplates.run(caller.get(), request.configurationTenant());
    }

    @GET
    @Path("/Settings")
    @Needs(CERTIFICATE_TEMPLATES_READ)
    @Operation(summary = "Get what holds for all templates that do not say otherwise")
    @APIResponse(responseCode = "200", description = "Expressions, defaults and policy")
    public TemplateSettingsResponse settings() {
        return TemplateSettingsResponse.of(getSettings.run(caller.get()));
    }

    @PUT
    @Path("/Settings")
    @Needs(CERTIFICATE_TEMPLATES_MODIFY)
    @Operation(summary = "Replace what holds for all templates that do not say otherwise")
    @APIResponse(responseCode = "200", description = "The settings as they are now")
    @APIResponse(responseCode = "400", description = "0xA0110001 something is missing or cannot be")
    public TemplateSettingsResponse updateSettings(TemplateSettingsRequest request) {
        return TemplateSettingsResponse.of(updateSettings.run(caller.get(), request.toSettings()));
    }

    @GET
    @Path("/SubjectParts")
    @Needs(CERTIFICATE_TEMPLATES_READ)
    @Operation(summary = "List the parts of names that templates can have rules for")
    @APIResponse(responseCode = "200", description = "All of them")
    public List<TemplateSubjectPartResponse> subjectParts() {
        return TemplateSubjectPartResponse.of(listSubjectParts.run(caller.get()));
    }
}
