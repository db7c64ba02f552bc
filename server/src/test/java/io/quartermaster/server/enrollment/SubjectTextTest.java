package io.quartermaster.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.ca.TemplateDefault;
import io.quartermaster.server.ca.TemplateSubjectPart;
import io.quartermaster.server.error.CommandException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTextTest {
    @Test
    void partsStayInTheOrderInWhichPeopleWriteThemAndAreTheOtherWayRoundInCertificates() {
        SubjectText subject = SubjectText.read("CN=app.example.test,O=\"Example, Inc.\",C=US");

        assertThat(subject.parts()).containsExactly("CN=app.example.test", "O=Example\\, Inc.", "C=US");
        assertThat(subject.values(TemplateSubjectPart.O)).containsExactly("Example, Inc.");
        assertThat(subject.encoded().getRDNs()[0].getFirst().getValue().toString())
                .isEqualTo("US");
        assertThat(SubjectText.of(subject.encoded())).hasToString(subject.toString());
        assertThat(SubjectText.read(subject.toString())).hasToString(subject.toString());
    }

    @Test
    void aDefaultFillsInWhatIsMissingAndNothingElse() {
        SubjectText subject = SubjectText.read("CN=app.example.test,O=Mine")
                .with(List.of(new TemplateDefault("O", "Theirs"), new TemplateDefault("C", "DE")));

        assertThat(subject).hasToString("CN=app.example.test,O=Mine,C=DE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.example.test", "=x", "CN", "CN=a,,O=b", "XY=1"})
    void whatIsNoNameIsRefused(String text) {
        assertThatThrownBy(() -> SubjectText.read(text))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("Subject cannot be read");
    }
}
