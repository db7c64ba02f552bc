package io.quartermaster.server.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quartermaster.server.db.PostgresResource;
import io.quartermaster.server.http.ApiClient;
import io.quartermaster.server.http.ApiClient.Answer;
import io.quartermaster.server.http.WireFiles;
import io.quartermaster.server.job.ApiWorld;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.security.AccessResource;
import io.quartermaster.server.security.TestUser;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** POST /qm/v1/plans and what follows it, on the wire. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(AccessResource.class)
final class PlansApiTest {
    private static final String PLANS = "/qm/v1/plans";

    private final ApiClient operatorOf5 = ApiClient.as(TestUser.OPERATOR_OF_CONTAINER_5);
    private final WireFiles wire = WireFiles.of("plans");

    @Inject
    ApiWorld world;

    @Test
    void aPlanIsMadeLookedAtAndAppliedAndAppliedAgain() {
        String machine = world.machine();
        UUID agent = world.agent(machine, 2);
        UUID job = world.customJob(agent, "W_2_07:00");
        UUID in6 = world.job(agent, JobKind.MANAGEMENT, world.store(agent, 6), null);
        UUID inventory = world.job(agent, JobKind.INVENTORY, world.store(agent, 5), "I_60");
        WireFiles named = wire.with("machine", machine)
                .with("agent", agent)
                .with("job", job)
                .with("in-6", in6)
                .with("inventory", inventory);
        Answer plan = operatorOf5.post(PLANS, named.request("create"));
        String id = plan.json().get("Id").asText();
        named = named.with("plan", id)
                .with("hash", plan.json().get("Hash").asText())
                .with("expires", plan.json().get("ExpiresAt").asText());
        named.assertResponse("create", 200, plan);
        assertThat(operatorOf5.get(PLANS + "/" + id).json()).isEqualTo(plan.json());
        named.assertResponse("jobs", 200, operatorOf5.get(PLANS + "/" + id + "/jobs?Changes=true"));
        JsonNode first = operatorOf5.get(PLANS + "/" + id + "/jobs?Limit=2").json();
        JsonNode rest = operatorOf5
                .get(PLANS + "/" + id + "/jobs?Limit=2&After="
                        + first.get("Next").asText())
                .json();
        assertThat(first.get("Items").size() + rest.get("Items").size()).isEqualTo(3);
        assertThat(rest.get("Next").isNull()).isTrue();
        named.assertResponse("not-all", 400, apply(id, "{\"Mode\":\"AllOrNothing\"}"));
        Answer applied = apply(id, named.request("apply"));
        named.with("operation", applied.json().get("Id").asText())
                .with("until", applied.json().get("UndoUntil").asText())
                .assertResponse("apply", 200, applied);
        assertThat(apply(id, named.request("apply")).json()).isEqualTo(applied.json());
        assertThat(world.isScheduled(job)).isFalse();
        assertThat(world.isScheduled(in6)).isTrue();
        assertThat(world.isScheduled(inventory)).isTrue();
    }

    @Test
    void whatHasChangedSinceIsAConflict() {
        UUID agent = world.agent();
        UUID job = world.customJob(agent, null);
        Answer plan = operatorOf5.post(PLANS, "{\"Action\":\"Unschedule\",\"Query\":\"AgentId -eq " + agent + "\"}");
        UUID added = world.customJob(agent, null);
        world.begin(world.session(agent), job);
        wire.with("job", job)
                .with("added", added)
                .assertResponse("changed", 409, apply(plan.json().get("Id").asText(), "{\"Mode\":\"EligibleOnly\"}"));
        assertThat(world.isScheduled(added)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Query\":\"Agent -eq NULL\"} | 0xA0110001 | Action must be Unschedule, Reschedule or Acknowledge.",
                "{\"Action\":\"Undo\",\"Query\":\"Agent -eq NULL\"} | 0xA0110001 | Action must be Unschedule,",
                "{\"Action\":\"Delete\"} | 0xA0110001 | Action",
                "{\"Action\":\"Unschedule\"} | 0xA0110020 | Send either JobIds or Query; this request has neither.",
                "{\"Action\":\"Acknowledge\"} | 0xA0110020 | Send either JobAuditIds or Query; this request has neither.",
                "{\"Action\":\"Unschedule\",\"JobAuditIds\":[1],\"Query\":\"Agent -eq NULL\"} | 0xA0110020 | Unschedule takes"
                        + " JobIds or Query, not JobAuditIds.",
                "{\"Action\":\"Unschedule\",\"Query\":\"JobType -like x\"} | 0xA0110021 | Query column 9"
            })
    void aPlanOfNothingReadableIsRefusedInWords(String body, String code, String message) {
        Answer answer = operatorOf5.post(PLANS, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("ErrorCode").asText()).isEqualTo(code);
        assertThat(answer.json().get("Message").asText()).contains(message);
    }

    @Test
    void anUnknownPlanIsNotFoundAndAModeIsNeeded() {
        String nothing = new UUID(1, 1).toString();
        assertThat(operatorOf5.get(PLANS + "/" + nothing).status()).isEqualTo(404);
        assertThat(operatorOf5.get(PLANS + "/" + nothing + "/jobs").status()).isEqualTo(404);
        assertThat(apply(nothing, "{\"Mode\":\"EligibleOnly\"}").status()).isEqualTo(404);
        assertThat(apply(nothing, "{}").json().get("Message").asText())
                .isEqualTo("Mode must be AllOrNothing or EligibleOnly.");
    }

    private Answer apply(String plan, String body) {
        return operatorOf5.post(PLANS + "/" + plan + "/apply", body);
    }
}
