package io.quartermaster.store.spi;

/**
 * A store could not be worked with. The message is one sentence for the person who looks after the store; it becomes
 * the message of the job, so it names the file or entry and never contains a secret.
 */
public final class StoreException extends Exception {
    private final String sentence;

    public StoreException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public StoreException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    /** The sentence; never null. */
    @Override
    public String getMessage() {
        return sentence;
    }
}
