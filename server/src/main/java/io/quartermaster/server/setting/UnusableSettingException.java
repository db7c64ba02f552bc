package io.quartermaster.server.setting;

/** A setting has a value that it cannot have. The message names the setting, the value, and what was expected. */
public final class UnusableSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableSettingException(String message) {
        super(message);
    }
}
