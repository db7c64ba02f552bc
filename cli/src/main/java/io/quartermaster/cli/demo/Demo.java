package io.quartermaster.cli.demo;

import io.quartermaster.cli.process.Leash;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** The steps of the demo, in their order. Each throws when something is not as it should be. */
final class Demo {
    private static final int OK = 200;
    private static final String EVERY_JDK_HAS = "tzdb.dat";
    private static final String API_REFERENCE = "/api-reference";

    private final Programs programs;
    private final DemoFolder folder;
    private final Household household;
    private final Waiting waiting;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Narration narration;

    Demo(
            Programs programs,
            DemoFolder folder,
            Household household,
            Waiting waiting,
            InstantSource clock,
            RandomGenerator random,
            Narration narration) {
        this.programs = programs;
        this.folder = folder;
        this.household = household;
        this.waiting = waiting;
        this.clock = clock;
        this.random = random;
        this.narration = narration;
    }

    void run() throws InterruptedException {
        Instant begun = clock.instant();
        Leash leash = Leash.found();

        narration.chapter("A server with a database of its own");
        StartServer.Server server =
                new StartServer(programs, folder, household, leash, waiting, clock, random, narration).run();

        narration.chapter("An agent, approved");
        Path readable = programs.jdk().resolve("lib");
        ApproveAgent.Agent agent =
                new ApproveAgent(programs, folder, household, leash, waiting, narration).run(server, readable);

        narration.chapter("Real certificate stores, inventoried");
        List<RealStore> stores = new FindStores(programs, folder, random).run();
        List<InventoryStores.Inventoried> inventoried = new InventoryStores(
                        household, waiting, CountEntries.onThisMachine(programs), narration)
                .run(server, agent, stores);

        narration.chapter("A certificate issued, deployed to two stores, and renewed");
        new DeployCertificate(folder, household, waiting, clock, random, new FindCertificate(programs), narration)
                .run(server.api(), agent);

        narration.chapter("An inventory job is not unscheduled here");
        new RefuseInventoryUnschedule(narration).run(server.api(), inventoried.getLast());

        narration.chapter("A thousand jobs scheduled, more than half of them taken back");
        ProveWhatRan.Proof proof = new RunJobs(household, waiting, clock, narration)
                .run(server.api(), agent, readable.resolve(EVERY_JDK_HAS));

        narration.chapter("What was done");
        new Summary(narration).print(inventoried, proof, Duration.between(begun, clock.instant()));
        if (server.api().statusOf(API_REFERENCE) != OK) {
            throw new DemoFailure("The API Reference and Utility is not served at " + API_REFERENCE + ".");
        }
        new Summary(narration).whereToLook(server, server.http().resolve(API_REFERENCE), folder);
    }
}
