package io.quartermaster.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentRecordTest {
    private static final String JOB = "0195f2a0-0000-7000-8000-000000000001";
    private static final String OTHER = "0195f2a0-0000-7000-8000-000000000002";

    @Test
    void whatTheAgentDidWithTheJobsOfTheDemoStandsInItsLog() {
        AgentRecord record = AgentRecord.parse(List.of(
                "2026-11-23T10:00:00Z INFO  Agent demo-machine 0.1.0.0 for https://127.0.0.1:1/ can do Custom.FileChecksum.",
                "2026-11-23T10:00:00Z WARN  Not registered: waits for approval. Trying again, with pauses.",
                "2026-11-23T10:00:01Z INFO  Registered as demo-machine, agent 0195f2a0-0000-7000-8000-0000000000aa, jobs listed: 2,"
                        + " heartbeat every 2 s.",
                "2026-11-23T10:00:02Z INFO  Custom.FileChecksum job " + JOB + " begins, attempt 7.",
                "2026-11-23T10:00:02Z INFO  CertStores.PEM.Inventory job " + OTHER + " begins, attempt 5.",
                "2026-11-23T10:00:02Z INFO  Custom.FileChecksum job " + OTHER + " is cancelled and not run.",
                "2026-11-23T10:00:02Z INFO  Custom.FileChecksum job " + JOB + " failed, attempt 7. There is no file.",
                "2026-11-23T10:00:03Z INFO  Registered as demo-machine, agent 0195f2a0-0000-7000-8000-0000000000aa, jobs listed: 0,"
                        + " heartbeat every 2 s."));

        assertThat(record.begun()).containsOnlyKeys(JOB).containsEntry(JOB, List.of(7L));
        assertThat(record.ended()).isEqualTo(Set.of(7L));
        assertThat(record.cancelled()).isEqualTo(Set.of(OTHER));
        assertThat(record.registrations()).isEqualTo(2);
        assertThat(record.jobsListed()).isEqualTo(2);
    }

    @Test
    void aJobThatBeginsTwiceIsSeenTwice() {
        AgentRecord record = AgentRecord.parse(List.of(
                "2026-11-23T10:00:02Z INFO  Custom.FileChecksum job " + JOB + " begins, attempt 7.",
                "2026-11-23T10:00:09Z INFO  Custom.FileChecksum job " + JOB + " begins, attempt 8."));

        assertThat(record.begun()).containsEntry(JOB, List.of(7L, 8L));
    }
}
