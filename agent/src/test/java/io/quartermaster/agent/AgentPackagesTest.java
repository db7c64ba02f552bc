package io.quartermaster.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the agent, and where time comes from. */
class AgentPackagesTest {
    private static final JavaClasses AGENT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.quartermaster.agent");

    @Test
    void packagesDependOnEachOtherInOneDirection() {
        slices().matching("io.quartermaster.agent.(*)..")
                .should()
                .beFreeOfCycles()
                .check(AGENT);
    }

    @Test
    void theContractForAuthorsNeedsTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("..agent.spi..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "..agent.spi..")
                .check(AGENT);
    }

    @Test
    void theRealAgentDoesNotKnowTheSimulatedOne() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..agent.sim..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..agent.sim..")
                .check(AGENT);
    }

    @Test
    void theSimulatedAgentNeedsNoSocketsFilesOrThreads() {
        noClasses()
                .that()
                .resideInAPackage("..agent.sim..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.file..", "java.io..")
                .check(AGENT);
    }

    @Test
    void timeIdsAndPausesComeFromOutside() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(AGENT);
    }
}
