package io.quartermaster.server.security;

import static io.quartermaster.server.error.ErrorKind.NO_PERMISSION;
import static io.quartermaster.server.error.ErrorKind.NO_ROLE;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;
import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_SCHEDULE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTest {
    @Test
    void aCallerWithEveryPermissionPasses() {
        Caller caller = caller("/agents/");
        caller.require(AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY);
        assertThat(caller.holds(AGENTS_MANAGEMENT_MODIFY)).isTrue();
    }

    @Test
    void theRefusalNamesEveryMissingPermissionAndNoOther() {
        Caller caller = caller("/agents/management/read/");
        assertThatExceptionOfType(PermissionDenied.class)
                .isThrownBy(() ->
                        caller.require(AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY, CERTIFICATE_STORES_SCHEDULE))
                .withMessage("User CORP\\alice does not have the required permissions:"
                        + " /agents/management/modify/, /certificate_stores/schedule/.")
                .satisfies(denied -> assertThat(denied.kind()).isEqualTo(NO_PERMISSION))
                .satisfies(denied -> assertThat(denied.missing())
                        .containsExactly(
                                AGENTS_MANAGEMENT_MODIFY.everywhere(), CERTIFICATE_STORES_SCHEDULE.everywhere()));
    }

    @Test
    void aCallerWithoutRolesIsRefusedWithItsOwnSentence() {
        Caller stranger = new Caller("bob", List.of(), GrantsTest.grants());
        assertThatExceptionOfType(PermissionDenied.class)
                .isThrownBy(() -> stranger.require(AGENTS_MANAGEMENT_READ))
                .withMessage("User bob doesn't have the required permission")
                .satisfies(denied -> assertThat(denied.kind()).isEqualTo(NO_ROLE));
        assertThatExceptionOfType(PermissionDenied.class).isThrownBy(stranger::requireAnyRole);
        assertThatExceptionOfType(PermissionDenied.class)
                .isThrownBy(() -> stranger.requireSomeContainer(StoreVerb.READ));
    }

    @Test
    void aListIsRefusedOnlyToACallerWhoCouldSeeNoRow() {
        assertThat(caller("/certificate_stores/read/5/").requireSomeContainer(StoreVerb.READ))
                .isEqualTo(new ContainerScope.Only(Set.of(5)));
        assertThatExceptionOfType(PermissionDenied.class)
                .isThrownBy(() -> caller("/agents/").requireSomeContainer(StoreVerb.READ))
                .withMessageEndingWith(": /certificate_stores/read/.");
    }

    @Test
    void aContainerOutOfReachIsNamedInTheRefusal() {
        assertThatExceptionOfType(PermissionDenied.class)
                .isThrownBy(() -> caller("/certificate_stores/schedule/5/")
                        .require(List.of(CERTIFICATE_STORES_SCHEDULE.within(5), CERTIFICATE_STORES_SCHEDULE.within(6))))
                .withMessageEndingWith(": /certificate_stores/schedule/6/.");
    }

    private static Caller caller(String... strings) {
        return new Caller("CORP\\alice", List.of("Operators"), GrantsTest.grants(strings));
    }
}
