package io.quartermaster.server.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.error.CommandException;
import org.junit.jupiter.api.Test;

class CertificateReenrollmentTest {

    @Test
    void itIsReadAsNumberAndAsNameInAnyCase() {
        assertThat(CertificateReenrollment.parse("0")).isEqualTo(CertificateReenrollment.NONE);
        assertThat(CertificateReenrollment.parse(" 1 ")).isEqualTo(CertificateReenrollment.REQUESTED);
        assertThat(CertificateReenrollment.parse("requireD")).isEqualTo(CertificateReenrollment.REQUIRED);
    }

    @Test
    void anythingElseIsRefusedWithTheValuesThereAre() {
        assertThatThrownBy(() -> CertificateReenrollment.parse("3"))
                .isInstanceOf(CommandException.class)
                .hasMessage("Status must be 0 (None), 1 (Requested) or 2 (Required); this request has \"3\".");
        assertThatThrownBy(() -> CertificateReenrollment.parse(null))
                .isInstanceOf(CommandException.class)
                .hasMessage("Status must be 0 (None), 1 (Requested) or 2 (Required); this request has none.");
    }
}
