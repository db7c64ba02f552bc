package io.quartermaster.agent.protocol;

/** The numbers of {@link ManagementJobDetails#operationType()}. */
public final class ManagementOperation {
    public static final int UNKNOWN = 0;
    public static final int INVENTORY = 1;
    public static final int ADD = 2;
    public static final int REMOVE = 3;
    public static final int CREATE = 4;

    /** Never sent: agents that do not know it fail, so {@link #ADD} with {@code CreateIfMissing} stands for it. */
    public static final int CREATE_AND_ADD = 5;

    private ManagementOperation() {}
}
