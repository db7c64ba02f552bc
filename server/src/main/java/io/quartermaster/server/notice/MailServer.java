package io.quartermaster.server.notice;

import io.quartermaster.server.setting.MailSettings;
import jakarta.inject.Singleton;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;

/** The server that takes our mail. Safe for many threads. */
@Singleton
public class MailServer {
    /** For each of connecting, reading and writing. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(20);

    private static final int ERROR_LENGTH_MAX = 500;

    private final MailSettings settings;

    public MailServer(MailSettings settings) {
        this.settings = settings;
    }

    /** Blocks until the server has taken it. */
    void send(Notice notice) throws MailNotSentException {
        if (settings.host().isEmpty()) {
            throw new MailNotSentException("No mail server is set: start the server with qm.mail.host (QM_MAIL_HOST).");
        }
        try {
            MimeMessage message = new MimeMessage(Session.getInstance(properties()));
            message.setFrom(new InternetAddress(settings.from(), true));
            message.setRecipients(Message.RecipientType.TO, InternetAddress.parse(notice.recipients(), true));
            message.setSubject("Quartermaster: " + notice.subject(), StandardCharsets.UTF_8.name());
            message.setSentDate(Date.from(notice.at()));
            message.setText(notice.text(), StandardCharsets.UTF_8.name());
            if (settings.user().isEmpty()) {
                Transport.send(message);
            } else {
                Transport.send(message, settings.user(), settings.password().reveal());
            }
        } catch (AuthenticationFailedException e) {
            throw new MailNotSentException("The mail server " + settings.host() + " does not take the user "
                    + settings.user() + " with this password.");
        } catch (MessagingException e) {
            throw new MailNotSentException(words(e));
        }
    }

    private Properties properties() {
        String wait = String.valueOf(WAIT_MAX.toMillis());
        Properties properties = new Properties();
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", String.valueOf(settings.port()));
        properties.put("mail.smtp.auth", String.valueOf(!settings.user().isEmpty()));
        properties.put("mail.smtp.connectiontimeout", wait);
        properties.put("mail.smtp.timeout", wait);
        properties.put("mail.smtp.writetimeout", wait);
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        switch (settings.encryption()) {
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                // Without it a mail would go unencrypted to whoever answers that TLS is not there.
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
            case NONE -> {
                // plain
            }
        }
        return properties;
    }

    private static String words(MessagingException e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String text = String.valueOf(deepest.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= ERROR_LENGTH_MAX ? text : text.substring(0, ERROR_LENGTH_MAX) + "…";
    }
}
