package io.quartermaster.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import org.junit.jupiter.api.Test;

class PagingParametersTest {
    private final PagingParameters parameters = new PagingParameters();

    @Test
    void withoutParametersItIsTheFirstFiftyOfAllRows() {
        assertThat(parameters.toPaging()).isEqualTo(new Paging("", 0, 50, null, false));
    }

    @Test
    void theThirdPageBeginsBehindTwoPages() {
        parameters.pageReturned = 3;
        parameters.returnLimit = 20;
        assertThat(parameters.toPaging().offset()).isEqualTo(40);
        assertThat(parameters.toPaging().limit()).isEqualTo(20);
    }

    @Test
    void theSkipCountIsAddedToThePagesBefore() {
        parameters.pageReturned = 2;
        parameters.skipCount = 7;
        assertThat(parameters.toPaging().offset()).isEqualTo(57);
    }

    @Test
    void aVeryHighLimitIsCappedWithoutComplaint() {
        parameters.returnLimit = Integer.MAX_VALUE;
        parameters.pageReturned = 2;
        assertThat(parameters.toPaging().limit()).isEqualTo(10_000);
        assertThat(parameters.toPaging().offset()).isEqualTo(10_000);
    }

    @Test
    void theLastPossiblePageDoesNotOverflow() {
        parameters.returnLimit = Integer.MAX_VALUE;
        parameters.pageReturned = Integer.MAX_VALUE;
        parameters.skipCount = Integer.MAX_VALUE;
        assertThat(parameters.toPaging().offset()).isEqualTo(2_147_483_646L * 10_000 + 2_147_483_647L);
    }

    @Test
    void oneIsDescendingAndZeroIsAscending() {
        parameters.sortField = " Status ";
        parameters.sortAscending = 1;
        assertThat(parameters.toPaging()).isEqualTo(new Paging("", 0, 50, "Status", true));
        parameters.sortAscending = 0;
        assertThat(parameters.toPaging().descending()).isFalse();
    }

    @Test
    void numbersOutOfRangeAreRefusedByName() {
        parameters.returnLimit = 0;
        assertRefused("ReturnLimit must be 1 or more; this request has 0.");
        parameters.returnLimit = 1;
        parameters.pageReturned = -1;
        assertRefused("PageReturned must be 1 or more; this request has -1.");
        parameters.pageReturned = 1;
        parameters.skipCount = -5;
        assertRefused("SkipCount must be 0 or more; this request has -5.");
        parameters.skipCount = 0;
        parameters.sortAscending = 2;
        assertRefused("SortAscending must be 0 (ascending) or 1 (descending); this request has 2.");
    }

    private void assertRefused(String message) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(parameters::toPaging)
                .withMessage(message)
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(ErrorKind.MALFORMED));
    }
}
