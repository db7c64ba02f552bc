package io.quartermaster.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private static final int SECONDS_MAX = 30;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Integer> alone = new ArrayList<>();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void everyCallGetsItsOwnAnswerWhateverGroupItCameInto() throws Exception {
        ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();
        GroupCommit<Integer, Integer> calls = new GroupCommit<>(
                group -> {
                    sizes.add(group.size());
                    return group.stream().map(number -> Optional.of(number * 2)).toList();
                },
                number -> -1);

        List<Callable<Integer>> all = IntStream.range(0, 20_000)
                .<Callable<Integer>>mapToObj(number -> () -> calls.answer(number))
                .toList();
        List<Future<Integer>> answers = threads.invokeAll(all, SECONDS_MAX, TimeUnit.SECONDS);

        for (int number = 0; number < answers.size(); number++) {
            assertThat(answers.get(number).get()).isEqualTo(number * 2);
        }
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20_000);
        assertThat(sizes).allMatch(size -> size >= 1 && size <= GroupCommit.CALLS_MAX);
    }

    @Test
    void callsThatComeWhileGroupsAreWorkedOnAreTheNextGroup() throws Exception {
        CountDownLatch twoWork = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        ConcurrentLinkedQueue<List<Integer>> groups = new ConcurrentLinkedQueue<>();
        GroupCommit<Integer, Integer> calls = new GroupCommit<>(
                group -> {
                    groups.add(group);
                    twoWork.countDown();
                    await(goOn);
                    return group.stream().map(Optional::of).toList();
                },
                number -> -1);

        Thread first = Thread.startVirtualThread(() -> calls.answer(1));
        while (groups.isEmpty()) {
            Thread.onSpinWait();
        }
        Thread second = Thread.startVirtualThread(() -> calls.answer(2));
        await(twoWork);
        List<Thread> later = IntStream.range(3, 13)
                .mapToObj(number -> Thread.startVirtualThread(() -> calls.answer(number)))
                .toList();
        for (Thread thread : later) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        goOn.countDown();
        first.join();
        second.join();
        for (Thread thread : later) {
            assertThat(thread.join(Duration.ofSeconds(SECONDS_MAX))).isTrue();
        }

        assertThat(groups.stream().map(List::size)).containsExactlyInAnyOrder(1, 1, 10);
    }

    @Test
    void aCallThatAGroupDoesNotAnswerIsAnsweredAlone() {
        GroupCommit<Integer, String> calls = new GroupCommit<>(
                group -> group.stream().map(number -> Optional.<String>empty()).toList(), number -> "alone " + number);

        assertThat(calls.answer(7)).isEqualTo("alone 7");
    }

    @Test
    void afterAGroupThatFailedEachCallIsAnsweredAloneAndFailsForItself() {
        AtomicInteger groups = new AtomicInteger();
        GroupCommit<Integer, Integer> calls = new GroupCommit<>(
                group -> {
                    groups.incrementAndGet();
                    throw new IllegalStateException("the group");
                },
                number -> {
                    alone.add(number);
                    if (number == 2) {
                        throw new IllegalArgumentException("two");
                    }
                    return number;
                });

        assertThat(calls.answer(1)).isEqualTo(1);
        assertThatThrownBy(() -> calls.answer(2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(calls.answer(3)).isEqualTo(3);
        assertThat(alone).containsExactly(1, 2, 3);
        assertThat(groups).hasValue(3);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
