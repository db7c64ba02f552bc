package io.quartermaster.server.renewal;

/** How far a renewal is. */
public enum RenewalState {
    /** It was found to be due. */
    WAITING("Waiting"),
    /** A certificate is asked for. */
    ISSUING("Issuing"),
    /** Some stores do not have the new certificate yet. */
    DEPLOYING("Deploying"),
    /** Every agent has said that it is there; what the inventories and the endpoints show is waited for. */
    VERIFYING("Verifying"),
    /** It is where the old one was, as was looked up; or the old one lies nowhere any more. */
    DONE("Done"),
    /** Something was tried as often as it is; a person has to look. */
    FAILED("Failed");

    private final String title;

    RenewalState(String title) {
        this.title = title;
    }

    /** On the wire. */
    public String title() {
        return title;
    }

    boolean isOver() {
        return this == DONE || this == FAILED;
    }
}
