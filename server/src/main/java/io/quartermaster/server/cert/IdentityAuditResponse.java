package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An account that may do something with a certificate.
 *
 * @param id its place in this list, from 1: accounts here have names and no numbers
 * @param identityType always {@code User}
 * @param sid always null: accounts here are not of a directory
 */
@Schema(name = "CertificateIdentityAudit")
public record IdentityAuditResponse(
        @JsonProperty("Id") int id,
        @JsonProperty("AccountName") String accountName,
        @JsonProperty("IdentityType") String identityType,
        @JsonProperty("SID") @Nullable String sid,
        @JsonProperty("Permissions") List<Granted> permissions) {
    /** @param grantedBy names of roles */
    @Schema(name = "CertificateIdentityPermission")
    public record Granted(
            @JsonProperty("Name") String name,
            @JsonProperty("GrantedBy") List<String> grantedBy) {}

    static List<IdentityAuditResponse> of(List<AuditIdentities.Identity> identities) {
        return IntStream.range(0, identities.size())
                .mapToObj(i -> new IdentityAuditResponse(
                        i + 1,
                        identities.get(i).accountName(),
                        "User",
                        null,
                        identities.get(i).permissions().stream()
                                .map(held -> new Granted(held.name(), held.grantedBy()))
                                .toList()))
                .toList();
    }
}
