package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The roles that may do something with a certificate. */
@Schema(name = "CertificateRoles")
public record CertificateRolesResponse(
        @JsonProperty("Roles") List<Role> roles) {
    /** @param permissions {@code Read}, {@code EditMetadata}, {@code Recover}, {@code Revoke}, {@code Delete} */
    @Schema(name = "CertificateRole")
    public record Role(
            @JsonProperty("Name") String name,
            @JsonProperty("Permissions") List<String> permissions) {}

    static CertificateRolesResponse of(List<ListCertificateRoles.RoleOfCertificate> roles) {
        return new CertificateRolesResponse(roles.stream()
                .map(role -> new Role(role.name(), role.permissions()))
                .toList());
    }
}
