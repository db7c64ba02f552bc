package io.quartermaster.server.ca;

import io.quarkus.runtime.StartupEvent;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.setting.AuthoritySettings;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * At the first start of all, makes a root and an authority below it that issues, so that certificates can be had at once.
 * Later starts ask one question. Of several servers that start at once, one makes them and the others wait for it.
 */
@Singleton
public class MakeFirstAuthority {
    private static final Logger LOG = Logger.getLogger(MakeFirstAuthority.class);

    private final Database database;
    private final SignerRepository signers;
    private final MakeSigner makeSigner;
    private final CreateAuthority createAuthority;
    private final AuthoritySettings settings;

    public MakeFirstAuthority(
            Database database,
            SignerRepository signers,
            MakeSigner makeSigner,
            CreateAuthority createAuthority,
            AuthoritySettings settings) {
        this.database = database;
        this.signers = signers;
        this.makeSigner = makeSigner;
        this.createAuthority = createAuthority;
        this.settings = settings;
    }

    void onStart(@Observes StartupEvent start) {
        run();
    }

    void run() {
        if (!settings.builtIn() || database.read(signers::any)) {
            return;
        }
        database.runInTransaction(tx -> {
            signers.lockForTheFirst(tx);
            if (!signers.any(tx)) {
                make(tx);
            }
        });
    }

    private void make(Handle tx) {
        makeSigner.root(tx);
        Authority made = createAuthority.builtIn(
                tx, AuditEntry.TIMER_SERVICE, commonName(), AuthorityOptions.DEFAULT, settings.issuingSubject());
        LOG.infof("Made the certificate authority %s.", made.name());
    }

    private String commonName() {
        return DistinguishedNames.commonName(DistinguishedNames.parse(settings.issuingSubject()))
                .orElse(settings.issuingSubject());
    }
}
