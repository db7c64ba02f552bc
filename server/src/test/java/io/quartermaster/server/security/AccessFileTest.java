package io.quartermaster.server.security;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessFileTest {
    private static final String HASH =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    @TempDir
    private Path folder;

    private AccessFile file;

    @BeforeEach
    void inANewFolder() {
        file = new AccessFile(folder.resolve("deeper").resolve("access.json"));
    }

    @Test
    void aMissingFileIsNoFault() {
        assertThat(file.read()).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Access written = new Access(
                List.of(
                        Access.Role.administrator(),
                        new Access.Role(
                                "Stores of 5", List.of(PermissionString.parse("/certificate_stores/schedule/5/")))),
                List.of(new Access.User(
                        "CORP\\Alice", PasswordHash.parse(HASH), List.of("stores OF 5", "Administrator"))),
                List.of(new Access.Agent("agents", PasswordHash.parse(HASH))));
        file.change(nothing -> written);
        Access read = file.read().orElseThrow();
        assertThat(read.roles()).isEqualTo(written.roles());
        Access.User alice = read.user("corp\\aLICE").orElseThrow();
        assertThat(alice.password().text()).isEqualTo(HASH);
        assertThat(read.caller(alice).name()).isEqualTo("CORP\\Alice");
        assertThat(read.caller(alice).roles()).containsExactly("Stores of 5", "Administrator");
        assertThat(read.caller(alice).holds(Permission.SECURITY_MODIFY)).isTrue();
        assertThat(read.agent("AGENTS")).map(Access.Agent::name).contains("agents");
        assertThat(read.agent("CORP\\Alice")).isEmpty();
        assertThat(read.user("agents")).isEmpty();
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws IOException {
        file.change(nothing -> Access.empty());
        assertThat(Files.getPosixFilePermissions(file.path())).isEqualTo(fromString("rw-------"));
        assertThat(file.path().resolveSibling(".").toFile().list())
                .containsExactlyInAnyOrder("access.json", "access.json.lock");
    }

    @Test
    void aFileThatIsOpenToOtherUsersIsRefusedWithTheRemedy() throws IOException {
        file.change(nothing -> Access.empty());
        Files.setPosixFilePermissions(file.path(), fromString("rw-r--r--"));
        assertThatExceptionOfType(AccessFileException.class)
                .isThrownBy(file::read)
                .withMessage(file.path() + " is open to other users (rw-r--r--); run: chmod 600 " + file.path());
    }

    @Test
    void aChangeThatFailsLeavesTheFileAsItWas() throws IOException {
        file.change(nothing -> Access.empty());
        String before = Files.readString(file.path());
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> file.change(access ->
                        access.orElseThrow().with(new Access.User("bob", PasswordHash.parse(HASH), List.of("Nobody")))))
                .withMessage("User 'bob' has the role 'Nobody', which is not one of: Administrator.");
        assertThat(Files.readString(file.path())).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|expected an object.",
                "null|It holds null instead of an object.",
                "[]|(line 1, column 1): expected an object.",
                "{\"Roles\":[],\"Users\":[]}|Agents is missing.",
                "{\"Roles\":[],\"Users\":[],\"Agents\":[],\"Extra\":1}|Extra (line 1, column 45): unknown key; known are"
                        + " Agents, Roles, Users.",
                "{\"Roles\":[],\"Users\":[],\"Roles\":[]}|(line 1, column 31): not JSON: Duplicate field 'Roles'.",
                "{\"Roles\":[{\"Name\":\"A\",\"Permissions\":[\"/ssl/reed/\"]}],\"Users\":[],\"Agents\":[]}|Roles[0] ('A'):"
                        + " Permission '/ssl/reed/' is not known.",
                "{\"Roles\":[{\"Name\":\"A\",\"Permissions\":[null]}],\"Users\":[],\"Agents\":[]}|Roles[0] ('A'):"
                        + " Permissions[0] is missing.",
                "{\"Roles\":[{\"Name\":\"A\",\"Permissions\":[]},{\"Name\":\"a\",\"Permissions\":[]}],\"Users\":[],\"Agents\":[]}|Two"
                        + " roles are named 'a'.",
                "{\"Roles\":[],\"Users\":[],\"Agents\":[null]}|Agents[0] is null.",
                "{\"Roles\":[],\"Users\":[],\"Agents\":[{\"Name\":\"x\"}]}|Agents[0] ('x'): Password is missing.",
                "{\"Roles\":[],\"Users\":[],\"Agents\":[{\"Name\":\"x\",\"Password\":\"open\"}]}|Agents[0] ('x'): The password is"
                        + " not a hash of the form $argon2id$v=19$m=...,t=...,p=...$salt$hash.",
                "{\"Roles\":[],\"Agents\":[],\"Users\":[{\"Name\":\"a:b\",\"Password\":\"" + HASH
                        + "\",\"Roles\":[]}]}|Users[0]"
                        + " ('a:b'): A name must not have a colon or a control character.",
                "{\"Roles\":[],\"Agents\":[{\"Name\":\"A\",\"Password\":\"" + HASH
                        + "\"}],\"Users\":[{\"Name\":\"a\",\"Password\":\"" + HASH
                        + "\",\"Roles\":[]}]}|Two accounts are named 'A'."
            })
    void aFileThatIsWrongIsRefusedWithTheEntry(String json, String reason) throws IOException {
        file.change(nothing -> Access.empty());
        Files.writeString(file.path(), json == null ? "" : json);
        assertThatExceptionOfType(AccessFileException.class)
                .isThrownBy(file::read)
                .withMessage(file.path() + ": " + reason);
    }
}
