package io.quartermaster.server.notice;

/** What became of a notice. */
enum NoticeState {
    /** It is sent, or sent again, as soon as its time has come. */
    WAITING,
    SENT,
    /** It could not be sent, and is not tried again. */
    FAILED
}
