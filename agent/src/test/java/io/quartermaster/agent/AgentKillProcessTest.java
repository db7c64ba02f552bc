package io.quartermaster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.fake.KilledAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whenever the agent is killed, after its next start each of its stores is the old or the new one, whole, with
 * the key that belongs to its certificate, and nothing with a key in it is left beside it.
 *
 * <p>Method: the packaged agent, as a process, replaces one certificate and key by another and back in a loop; it is
 * killed with SIGKILL at a hundred moments that seeds choose, and started again. Before it gets its jobs, {@code
 * openssl} and {@code keytool} look at the store. Four kinds of stores, each with an agent of its own.
 */
@Timeout(600)
class AgentKillProcessTest {
    @TempDir
    private Path folder;

    @Test
    void afterAHundredKillsTheStoresAreWholeAndNothingIsLeftBesideThem() throws Exception {
        List<KilledAgent> agents = List.of(
                new KilledAgent(KilledAgent.Kind.PEM_SEPARATE_KEY, folder("pem-separate"), 1),
                new KilledAgent(KilledAgent.Kind.PEM, folder("pem"), 2),
                new KilledAgent(KilledAgent.Kind.PKCS12, folder("pkcs12"), 3),
                new KilledAgent(KilledAgent.Kind.JKS, folder("jks"), 4));
        List<Integer> kills = List.of(34, 28, 26, 12);
        assertThat(kills.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
        int interrupted = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(agents.size())) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < agents.size(); i++) {
                KilledAgent agent = agents.get(i);
                int times = kills.get(i);
                results.add(threads.submit(() -> agent.killAndLook(times)));
            }
            for (Future<Integer> result : results) {
                interrupted += result.get();
            }
        }
        assertThat(interrupted).as("kills that fell into a change").isPositive();
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }
}
