package io.quartermaster.cli.demo;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The end of the story: numbers in a table, and where to go on. */
final class Summary {
    private final Narration narration;

    Summary(Narration narration) {
        this.narration = narration;
    }

    void print(List<InventoryStores.Inventoried> inventoried, ProveWhatRan.Proof proof, Duration took) {
        for (InventoryStores.Inventoried one : inventoried) {
            row(
                    one.entries(),
                    "entries inventoried: " + one.store().title() + " ("
                            + one.store().type() + ")",
                    one.counted().toString());
        }
        row(proof.scheduled(), "custom jobs scheduled", "");
        row(
                proof.byQuery(),
                "taken back by query",
                proof.begunBefore() == 0 ? "" : proof.begunBefore() + " more had begun before");
        row(proof.byId(), "taken back by id", "");
        row(proof.told(), "of these asked for by the agent", "answered JobCancelled");
        row(proof.ran(), "run by the agent", "agent's log = job history");
        narration.line("   in " + took.toSeconds() + " s");
    }

    private void row(int count, String what, String proof) {
        narration.line(String.format("   %,7d  %-58s %s", count, what, proof).stripTrailing());
    }

    void whereToLook(StartServer.Server server, URI apiReference, DemoFolder folder) {
        String name = server.administrator().name();
        String password = server.administrator().password().reveal();
        narration.line("");
        narration.line("   API Reference and Utility  " + apiReference);
        narration.line("   sign in                    " + name + " / " + password);
        narration.line("   logs                       " + folder.serverLog() + ", " + folder.agentLog());
        narration.line("   curl -u " + name + ":" + password + " -H 'x-keyfactor-requested-with: APIClient' '"
                + server.http() + "/KeyfactorAPI/OrchestratorJobs/JobHistory?ReturnLimit=5'");
    }
}
