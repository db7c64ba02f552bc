package io.quartermaster.agent.spi;

/** A custom job could not be done. The message is one sentence for a person and never contains a secret. */
public final class CustomJobException extends Exception {
    private final String sentence;

    public CustomJobException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public CustomJobException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    /** The sentence; never null. */
    @Override
    public String getMessage() {
        return sentence;
    }
}
