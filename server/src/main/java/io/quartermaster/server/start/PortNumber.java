package io.quartermaster.server.start;

/** The check that a number can be that of a TCP port. */
final class PortNumber {
    private static final int MAX = 65_535;

    private PortNumber() {}

    /** @throws StartException that names the option, if it is less than {@code min} or too high */
    static int checked(String option, int number, int min) {
        if (number < min || number > MAX) {
            throw new StartException(option + " is " + number + "; expected " + min + " to " + MAX + ".");
        }
        return number;
    }
}
