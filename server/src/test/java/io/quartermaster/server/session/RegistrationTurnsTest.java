package io.quartermaster.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrationTurnsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void neverMoreAreWorkedOnThanMayBeAndAllHaveTheirTurn() throws Exception {
        RegistrationTurns turns = new RegistrationTurns(3, 1_000, LONG);
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            all.add(threads.submit(() -> turns.take(() -> {
                most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                LockSupport.parkNanos(1);
                atWork.decrementAndGet();
                return number;
            })));
        }
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).get()).isEqualTo(i);
        }
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void whoFindsTooManyWaitingIsSentAwayAtOnceAndMayComeAgain() throws Exception {
        RegistrationTurns turns = new RegistrationTurns(1, 1, LONG);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<String> first = threads.submit(() -> turns.take(() -> held(begun, goOn)));
        begun.await();
        AtomicInteger refused = new AtomicInteger();
        // One of the two waits, and the other is refused; which one is left to chance.
        List<Future<String>> two = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            two.add(threads.submit(() -> {
                try {
                    return turns.take(() -> "done");
                } catch (CommandException e) {
                    refused.incrementAndGet();
                    goOn.countDown();
                    return e.kind() + " " + e.getMessage();
                }
            }));
        }

        assertThat(List.of(two.get(0).get(), two.get(1).get()))
                .containsExactlyInAnyOrder(
                        "done",
                        ErrorKind.UNAVAILABLE + " The server is busy with other registrations; try again in a moment.");
        assertThat(refused.get()).isEqualTo(1);
        assertThat(first.get()).isEqualTo("held");
        assertThat(turns.take(() -> "again")).isEqualTo("again");
    }

    @Test
    void whoWaitedTooLongIsSentAway() throws Exception {
        RegistrationTurns turns = new RegistrationTurns(1, 10, Duration.ofMillis(1));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<String> first = threads.submit(() -> turns.take(() -> held(begun, goOn)));
        begun.await();

        assertThatThrownBy(() -> turns.take(() -> "never"))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE));
        goOn.countDown();

        assertThat(first.get()).isEqualTo("held");
        assertThat(turns.take(() -> "again")).isEqualTo("again");
    }

    @Test
    void aFailureGivesItsTurnBack() {
        RegistrationTurns turns = new RegistrationTurns(1, 1, LONG);
        assertThatThrownBy(() -> turns.take(() -> {
                    throw new IllegalStateException("as the test wanted");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(turns.take(() -> "again")).isEqualTo("again");
    }

    private static String held(CountDownLatch begun, CountDownLatch goOn) {
        begun.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return "held";
    }
}
