package io.quartermaster.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionStringTest {
    @ParameterizedTest
    @EnumSource(Permission.class)
    void everyKnownPermissionParsesBackToItself(Permission permission) {
        String text = permission.everywhere().text();
        assertThat(PermissionString.parse(text)).isEqualTo(permission.everywhere());
        assertThat(text).startsWith("/").endsWith("/").isLowerCase();
    }

    @Test
    void theParentOfEveryKnownPermissionIsKnownToo() {
        var known = Arrays.stream(Permission.values())
                .map(p -> p.everywhere().text())
                .toList();
        assertThat(known).doesNotHaveDuplicates().allSatisfy(text -> {
            String parent = text.substring(0, text.lastIndexOf('/', Math.max(0, text.length() - 2)) + 1);
            assertThat(known).contains(parent.isEmpty() ? "/" : parent);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/certificate_stores/schedule/5/",
                "/certificate_stores/read/2147483647/",
                "/certificates/collections/metadata/modify/6/",
                "/pam/read/3/"
            })
    void anIdMayFollowWhereThePermissionCanBeLimited(String text) {
        assertThat(PermissionString.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ssl/reed/|Permission '/ssl/reed/' is not known.",
                "/ssl/read|Permission '/ssl/read' must begin and end with a slash.",
                "ssl/read/|Permission 'ssl/read/' must begin and end with a slash.",
                "''|Permission '' must begin and end with a slash.",
                "/SSL/Read/|Permission '/SSL/Read/' must be in lower case.",
                "//|Permission '//' is not known.",
                "/certificate_stores/read/0/|Permission '/certificate_stores/read/0/' is not known.",
                "/certificate_stores/read/05/|Permission '/certificate_stores/read/05/' is not known.",
                "/certificate_stores/read/x/|Permission '/certificate_stores/read/x/' is not known.",
                "/agents/management/read/5/|Permission '/agents/management/read/' cannot be limited to an id, as"
                        + " '/agents/management/read/5/' tries to.",
                "/certificates/collections/modify/5/|Permission '/certificates/collections/modify/' cannot be limited to"
                        + " an id, as '/certificates/collections/modify/5/' tries to.",
                "/certificate_stores/read/2147483648/|Permission '/certificate_stores/read/2147483648/' names a container"
                        + " whose id is above 2147483647."
            })
    void anythingElseIsRefusedWithItsReason(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PermissionString.parse(text))
                .withMessage(reason);
    }

    @Test
    void aVeryLongTextIsNotQuoted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PermissionString.parse("/" + "a".repeat(1000) + "/"))
                .withMessage("A permission has at most 200 characters.");
    }
}
