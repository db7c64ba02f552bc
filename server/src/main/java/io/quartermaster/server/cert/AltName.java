package io.quartermaster.server.cert;

/**
 * One subject alternative name.
 *
 * @param type the tag of X.509, for example {@link #DNS}; {@link #PRINCIPAL} for a user principal name, which X.509 has
 *     as an "other name"
 * @param value as people write it: {@code app.example.test}, {@code 192.0.2.7}
 */
public record AltName(int type, String value) {
    public static final int OTHER = 0;
    public static final int EMAIL = 1;
    public static final int DNS = 2;
    public static final int X400_ADDRESS = 3;
    public static final int DIRECTORY_NAME = 4;
    public static final int EDI_PARTY = 5;
    public static final int URI = 6;
    public static final int IP_ADDRESS = 7;
    public static final int REGISTERED_ID = 8;
    public static final int PRINCIPAL = 100;

    /** Characters, at most; what follows is cut off. An index takes no more. */
    public static final int LENGTH_MAX = 600;

    public AltName {
        value = NameText.cut(value, LENGTH_MAX);
    }
}
