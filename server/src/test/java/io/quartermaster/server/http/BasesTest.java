package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class BasesTest {
    private final Bases bases = new Bases(List.of("/Keyfactor/API", "certs/"));

    @Test
    void theApiHasItsOwnPathAndItsAliases() {
        var agents = new Bases.Address(Area.API, List.of("Agents"));
        assertThat(bases.find("/keyfactorapi/Agents")).contains(agents);
        assertThat(bases.find("/KEYFACTOR/api/Agents/")).contains(agents);
        assertThat(bases.find("/Certs//Agents")).contains(agents);
        assertThat(bases.find("/KeyfactorAPI")).contains(new Bases.Address(Area.API, List.of()));
    }

    @Test
    void theAgentsHaveTheirs() {
        assertThat(bases.find("/keyfactorAGENTS/Session/Register"))
                .contains(new Bases.Address(Area.AGENTS, List.of("Session", "Register")));
    }

    @Test
    void whatTheApiDoesNotHaveIsBelowAPathOfItsOwn() {
        assertThat(bases.find("/QM/v1/jobs")).contains(new Bases.Address(Area.EXTENSIONS, List.of("jobs")));
        assertThat(bases.find("/qm/v2/jobs")).isEmpty();
    }

    @Test
    void everythingElseIsNotOurs() {
        for (String path : List.of("/", "/portal", "/Keyfactor", "/KeyfactorAPIs/Agents", "*", "")) {
            assertThat(bases.find(path)).as(path).isEmpty();
        }
    }

    @Test
    void anAliasThatWouldTakeEveryPathIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bases(List.of("/")))
                .withMessage("qm.http.api-aliases has '/', which is no path.");
    }
}
