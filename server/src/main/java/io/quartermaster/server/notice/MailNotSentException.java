package io.quartermaster.server.notice;

/** A mail was not taken by the mail server. The message is a sentence for people and holds no secret. */
class MailNotSentException extends Exception {
    MailNotSentException(String message) {
        super(message);
    }
}
