package io.quartermaster.server.admin;

import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_MODIFY;
import static io.quartermaster.server.security.Permission.APPLICATION_SETTINGS_READ;

import io.quartermaster.server.http.Needs;
import io.quartermaster.server.security.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Settings that people change while the servers run. */
@Path("/KeyfactorAPI/AppSetting")
@RunOnVirtualThread
@Tag(name = "AppSetting")
public class AppSettingResource {
    private static final String REFUSED = "0xA0110001 a value that the setting cannot have, or a setting that is set by"
            + " configuration; the message says what it may be";

    private final CurrentCaller caller;
    private final ListAppSettings listAppSettings;
    private final GetAppSetting getAppSetting;
    private final ChangeAppSettings changeAppSettings;

    public AppSettingResource(
            CurrentCaller caller,
            ListAppSettings listAppSettings,
            GetAppSetting getAppSetting,
            ChangeAppSettings changeAppSettings) {
        this.caller = caller;
        this.listAppSettings = listAppSettings;
        this.getAppSetting = getAppSetting;
        this.changeAppSettings = changeAppSettings;
    }

    @GET
    @Needs(APPLICATION_SETTINGS_READ)
    @Operation(summary = "List the settings that can be changed while the server runs")
    @APIResponse(responseCode = "200", description = "All of them, by Id")
    public List<AppSettingResponse> list() {
        return listAppSettings.run(caller.get()).stream()
                .map(AppSettingResponse::of)
                .toList();
    }

    @GET
    @Path("/{id}")
    @Needs(APPLICATION_SETTINGS_READ)
    @Operation(summary = "Show a setting")
    @APIResponse(responseCode = "200", description = "The setting")
    @APIResponse(responseCode = "404", description = "There is no such setting")
    public AppSettingResponse get(@PathParam("id") int id) {
        return AppSettingResponse.of(getAppSetting.run(caller.get(), id));
    }

    @PUT
    @Needs(APPLICATION_SETTINGS_MODIFY)
    @Operation(
            summary = "Change settings",
            description = "All or none. On other servers they hold a few seconds later.")
    @APIResponse(responseCode = "200", description = "The settings as they are now, in the order of the request")
    @APIResponse(responseCode = "400", description = REFUSED + "; 0xA0110022 there is no such setting")
    public List<AppSettingResponse> change(List<@Nullable AppSettingRequest> settings) {
        return changeAppSettings.run(caller.get(), AppSettingRequest.read(settings)).stream()
                .map(AppSettingResponse::of)
                .toList();
    }

    @PUT
    @Path("/{id}/Set")
    @Needs(APPLICATION_SETTINGS_MODIFY)
    @Operation(
            summary = "Change a setting",
            description = "The path has its Id, or its ShortName in any case. On other servers it holds a few seconds"
                    + " later.")
    @APIResponse(responseCode = "200", description = "The setting as it is now")
    @APIResponse(responseCode = "400", description = REFUSED)
    @APIResponse(responseCode = "404", description = "There is no such setting")
    public AppSettingResponse set(@PathParam("id") String id, AppSettingValueRequest request) {
        return AppSettingResponse.of(changeAppSettings
                .run(caller.get(), List.of(request.toWanted(id)))
                .getFirst());
    }
}
