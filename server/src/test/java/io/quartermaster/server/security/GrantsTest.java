package io.quartermaster.server.security;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;
import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_MODIFY;
import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_READ;
import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_SCHEDULE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantsTest {
    @Test
    void theShorterStringIncludesTheLonger() {
        assertThat(grants("/agents/").satisfy(AGENTS_MANAGEMENT_MODIFY)).isTrue();
        assertThat(grants("/").satisfy(AGENTS_MANAGEMENT_MODIFY)).isTrue();
        assertThat(grants("/workflows/instances/read/").satisfy(Permission.WORKFLOWS_INSTANCES_READ_MINE))
                .isTrue();
    }

    @Test
    void theLongerStringDoesNotIncludeTheShorter() {
        assertThat(grants("/agents/management/read/").satisfy(Permission.AGENTS_MANAGEMENT))
                .isFalse();
        assertThat(grants("/agents/management/read/").satisfy(Permission.ALL)).isFalse();
    }

    @Test
    void readDoesNotIncludeModify() {
        assertThat(grants("/agents/management/read/").satisfy(AGENTS_MANAGEMENT_MODIFY))
                .isFalse();
        assertThat(grants("/certificate_stores/read/").satisfy(CERTIFICATE_STORES_SCHEDULE))
                .isFalse();
    }

    @Test
    void onlyForStoresModifyIncludesScheduleAndRead() {
        assertThat(grants("/certificate_stores/modify/").satisfy(CERTIFICATE_STORES_SCHEDULE))
                .isTrue();
        assertThat(grants("/certificate_stores/modify/").satisfy(CERTIFICATE_STORES_READ))
                .isTrue();
        assertThat(grants("/certificate_stores/schedule/").satisfy(CERTIFICATE_STORES_READ))
                .isTrue();
        assertThat(grants("/certificate_stores/schedule/").satisfy(CERTIFICATE_STORES_MODIFY))
                .isFalse();
        assertThat(grants("/agents/management/modify/").satisfy(AGENTS_MANAGEMENT_READ))
                .isFalse();
        assertThat(grants("/ssl/modify/").satisfy(Permission.SSL_READ)).isFalse();
    }

    @Test
    void theStringOfAContainerIsGoodForThatContainerAlone() {
        Grants grants = grants("/certificate_stores/schedule/5/");
        assertThat(grants.satisfy(CERTIFICATE_STORES_SCHEDULE.within(5))).isTrue();
        assertThat(grants.satisfy(CERTIFICATE_STORES_READ.within(5))).isTrue();
        assertThat(grants.satisfy(CERTIFICATE_STORES_MODIFY.within(5))).isFalse();
        assertThat(grants.satisfy(CERTIFICATE_STORES_SCHEDULE.within(6))).isFalse();
        assertThat(grants.satisfy(CERTIFICATE_STORES_SCHEDULE.within(55))).isFalse();
        assertThat(grants.satisfy(CERTIFICATE_STORES_SCHEDULE)).isFalse();
    }

    @Test
    void theStringForEverywhereIsGoodForEachContainer() {
        assertThat(grants("/certificate_stores/schedule/").satisfy(CERTIFICATE_STORES_SCHEDULE.within(5)))
                .isTrue();
        assertThat(grants("/certificate_stores/").satisfy(CERTIFICATE_STORES_MODIFY.within(5)))
                .isTrue();
    }

    @Test
    void aStringForOneContainerNarrowsNothing() {
        Grants grants = grants("/certificate_stores/modify/", "/certificate_stores/read/5/");
        assertThat(grants.satisfy(CERTIFICATE_STORES_MODIFY.within(5))).isTrue();
        assertThat(grants.containers(StoreVerb.MODIFY)).isEqualTo(new ContainerScope.All());
    }

    @Test
    void aParentAndItsChildTogetherAreTheParent() {
        Grants grants = grants("/ssl/", "/ssl/read/");
        assertThat(grants.satisfy(Permission.SSL_MODIFY)).isTrue();
    }

    @Test
    void theContainersOfAVerbAreThoseOfEveryStrongerVerb() {
        Grants grants = grants(
                "/certificate_stores/read/1/", "/certificate_stores/schedule/2/", "/certificate_stores/modify/3/");
        assertThat(grants.containers(StoreVerb.READ)).isEqualTo(new ContainerScope.Only(Set.of(1, 2, 3)));
        assertThat(grants.containers(StoreVerb.SCHEDULE)).isEqualTo(new ContainerScope.Only(Set.of(2, 3)));
        assertThat(grants.containers(StoreVerb.MODIFY)).isEqualTo(new ContainerScope.Only(Set.of(3)));
    }

    @Test
    void otherStringsWithAnIdGiveNoContainer() {
        Grants grants = grants("/certificate_stores/revoke/4/", "/certificates/collections/read/5/", "/pam/read/6/");
        assertThat(grants.containers(StoreVerb.READ)).isEqualTo(new ContainerScope.Only(Set.of()));
        assertThat(grants.containers(StoreVerb.READ).isEmpty()).isTrue();
    }

    @Test
    void aStoreInNoContainerNeedsTheStringForEverywhere() {
        assertThat(grants("/certificate_stores/read/")
                        .containers(StoreVerb.READ)
                        .includes(null))
                .isTrue();
        assertThat(grants("/certificate_stores/read/5/")
                        .containers(StoreVerb.READ)
                        .includes(null))
                .isFalse();
        assertThat(grants("/certificate_stores/read/5/")
                        .containers(StoreVerb.READ)
                        .includes(5))
                .isTrue();
    }

    @Test
    void enterpriseAdministratorsOfSshAreAlsoServerAdministratorsAndUsers() {
        assertThat(grants("/ssh/enterprise_admin/").satisfy(Permission.SSH_SERVER_ADMIN))
                .isTrue();
        assertThat(grants("/ssh/enterprise_admin/").satisfy(Permission.SSH_USER))
                .isTrue();
        assertThat(grants("/ssh/server_admin/").satisfy(Permission.SSH_ENTERPRISE_ADMIN))
                .isFalse();
        assertThat(grants("/ssh/user/").satisfy(Permission.SSH_SERVER_ADMIN)).isFalse();
    }

    @Test
    void noGrantsSatisfyNothing() {
        for (Permission permission : Permission.values()) {
            assertThat(grants().satisfy(permission)).as(permission.name()).isFalse();
        }
    }

    static Grants grants(String... strings) {
        return Grants.of(Arrays.stream(strings).map(PermissionString::parse).toList());
    }
}
