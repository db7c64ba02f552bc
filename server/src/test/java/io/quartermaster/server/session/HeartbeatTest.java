package io.quartermaster.server.session;

import static io.quartermaster.server.session.SessionFixture.ACCOUNT;
import static io.quartermaster.server.session.SessionFixture.NOW;
import static io.quartermaster.server.session.SessionFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.protocol.HeartbeatReply;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.protocol.Session;
import io.quartermaster.agent.protocol.UnregisterRequest;
import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.setting.AgentSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private final SessionFixture world = new SessionFixture();
    private final Agent agent = world.approved("edge-01");
    private final Session session = world.session(request("edge-01"));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aSessionHoldsAsLongAsNothingChanges() {
        HeartbeatReply reply = world.heartbeat(session);

        assertThat(reply.sessionValid()).isTrue();
        assertThat(reply.result()).isEqualTo(Result.success());
        assertThat(reply.heartbeatSeconds()).isBetween(270, 330);
        assertThat(reply.heartbeatInterval()).isBetween(5, 6);
    }

    @Test
    void aHeartbeatWritesNothingUntilTheContactsOfAllAreWritten() {
        world.clock.advance(Duration.ofMinutes(5));
        String before = rows();

        world.heartbeat(session);

        assertThat(rows()).isEqualTo(before);
        world.presence.write();
        assertThat(world.agent("edge-01").lastSeen()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
    }

    @Test
    void aChangeOfTheJobsEndsTheValidityAndANewRegistrationBringsThem() {
        world.schedule(agent.id(), 1);

        assertThat(world.heartbeat(session).sessionValid()).isFalse();
        Session next = world.session(request("edge-01"));
        assertThat(next.jobs()).hasSize(1);
        assertThat(world.heartbeat(next).sessionValid()).isTrue();
    }

    @Test
    void anOldAForeignAndAnInventedTokenAreNotValidAndNoError() {
        Session next = world.session(request("edge-01"));
        world.approved("edge-02");

        for (HeartbeatReply reply : List.of(
                world.heartbeat(session),
                world.heartbeat("CORP\\mallory", next.token()),
                world.heartbeat(ACCOUNT, "c0ffee00-feed-f00d-cafe-c0ffeec0ffee"),
                world.heartbeat(ACCOUNT, "x"),
                world.heartbeat(ACCOUNT, null))) {
            assertThat(reply.sessionValid()).isFalse();
            assertThat(reply.result()).isEqualTo(Result.success());
            assertThat(reply.heartbeatInterval()).isPositive();
        }
        assertThat(world.heartbeat(next).sessionValid()).isTrue();
    }

    @Test
    void aSessionEndsWithItsTimeAndWithTheApproval() {
        world.setStatus(3, "edge-01");
        assertThat(world.heartbeat(session).sessionValid()).isFalse();
        world.setStatus(2, "edge-01");
        assertThat(world.heartbeat(session).sessionValid()).isTrue();

        world.clock.advance(AgentSettings.DEFAULT.sessionLength());

        assertThat(world.heartbeat(session).sessionValid()).isFalse();
    }

    @Test
    void aSessionGivenBackIsNotValidAndGivingItBackTwiceIsNoError() {
        UnregisterRequest request = new UnregisterRequest(session.token());

        assertThat(world.unregisterSession.run(ACCOUNT, request).result()).isEqualTo(Result.success());
        assertThat(world.unregisterSession.run(ACCOUNT, request).result()).isEqualTo(Result.success());

        assertThat(world.heartbeat(session).sessionValid()).isFalse();
    }

    @Test
    void nobodyElseCanGiveASessionBack() {
        world.unregisterSession.run("CORP\\mallory", new UnregisterRequest(session.token()));

        assertThat(world.heartbeat(session).sessionValid()).isTrue();
    }

    private String rows() {
        return world.text("""
                SELECT (SELECT string_agg(xmin || ' ' || ctid, ',') FROM agent_presence) || ' '
                    || (SELECT string_agg(xmin || ' ' || ctid, ',') FROM agent_session) || ' '
                    || (SELECT string_agg(xmin || ' ' || ctid, ',') FROM agent_job_list) || ' '
                    || (SELECT string_agg(xmin || ' ' || ctid, ',') FROM agent)
                """);
    }
}
