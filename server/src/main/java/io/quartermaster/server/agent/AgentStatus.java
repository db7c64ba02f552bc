package io.quartermaster.server.agent;

import java.util.Arrays;

/** Whether an agent may work. The numbers are those of the wire; a fourth one exists in old schemas and means nothing. */
public enum AgentStatus {
    /** It has registered and waits for a person to approve it. */
    NEW(1, "New"),
    /** It gets sessions and jobs. */
    APPROVED(2, "Approved"),
    /** It is refused until a person approves it. */
    DISAPPROVED(3, "Disapproved");

    private final int number;
    private final String title;

    AgentStatus(int number, String title) {
        this.number = number;
        this.title = title;
    }

    public int number() {
        return number;
    }

    /** For people and for queries: {@code Approved}. */
    public String title() {
        return title;
    }

    /** @throws IllegalArgumentException for a number that is no status */
    public static AgentStatus withNumber(int number) {
        return Arrays.stream(values())
                .filter(status -> status.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no agent status has the number " + number));
    }
}
