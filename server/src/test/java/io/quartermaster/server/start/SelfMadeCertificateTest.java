package io.quartermaster.server.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.db.Seams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfMadeCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    private Path folder = Path.of(".");

    private TlsFiles filesAt(Instant now) {
        return new SelfMadeCertificate(folder.resolve("tls"), InstantSource.fixed(now), Seams.secureRandom()).files();
    }

    @Test
    void itIsForThisMachineAndSignedByItsOwnKey() throws Exception {
        X509Certificate certificate = SelfMadeCertificate.read(filesAt(NOW).certificate());
        certificate.verify(certificate.getPublicKey());
        assertThat(((ECPublicKey) certificate.getPublicKey())
                        .getParams()
                        .getOrder()
                        .bitLength())
                .isEqualTo(256);
        assertThat(certificate.getSubjectAlternativeNames()).contains(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(SelfMadeCertificate.VALID_FOR));
    }

    @Test
    void onlyTheOwnerReadsTheKey() throws Exception {
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(filesAt(NOW).key())))
                .isEqualTo("rw-------");
    }

    @Test
    void theNextStartUsesTheSame() throws Exception {
        String first = Files.readString(filesAt(NOW).certificate());
        assertThat(Files.readString(filesAt(NOW.plus(Duration.ofDays(700))).certificate()))
                .isEqualTo(first);
    }

    @Test
    void aMonthBeforeItsEndItIsMadeAnew() throws Exception {
        String first = Files.readString(filesAt(NOW).certificate());
        Instant late = NOW.plus(SelfMadeCertificate.VALID_FOR).minus(SelfMadeCertificate.RENEWED_BEFORE_END);
        assertThat(Files.readString(filesAt(late).certificate())).isNotEqualTo(first);
    }

    @Test
    void aLostKeyMakesBothAnew() throws Exception {
        TlsFiles files = filesAt(NOW);
        String first = Files.readString(files.certificate());
        Files.delete(files.key());
        assertThat(Files.readString(filesAt(NOW).certificate())).isNotEqualTo(first);
        assertThat(files.key()).exists();
    }

    @Test
    void aBrokenCertificateIsNamedAndKept() throws Exception {
        Path certificate = filesAt(NOW).certificate();
        Files.writeString(certificate, "broken");
        assertThatThrownBy(() -> filesAt(NOW))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("The TLS certificate in " + folder.resolve("tls") + " cannot be made or read");
        assertThat(certificate).hasContent("broken");
    }
}
