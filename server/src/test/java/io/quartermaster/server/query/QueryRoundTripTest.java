package io.quartermaster.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueryRoundTripTest {
    private static final int TREES_PER_SEED = 200;

    private static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWePrintParsesBackToTheSameTree(long seed) {
        Queries queries = new Queries(new SplittableRandom(seed));
        for (int i = 0; i < TREES_PER_SEED; i++) {
            Query query = queries.any();
            String text = query.print();
            assertThat(QueryParser.parse(text)).as("seed %d: %s", seed, text).isEqualTo(query);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameTreeIsPrintedTheSameWay(long seed) {
        Queries queries = new Queries(new SplittableRandom(seed));
        for (int i = 0; i < TREES_PER_SEED; i++) {
            String text = queries.any().print();
            assertThat(QueryParser.parse(text).print()).as("seed %d", seed).isEqualTo(text);
        }
    }
}
