-- Jobs that change certificate stores, make keys in them, and find them.

-- What the store types that every server has can do from now on; see V2.
UPDATE certificate_store_type
   SET definition = jsonb_set(definition, '{SupportedOperations}',
         '{"Add": true, "Create": true, "Discovery": true, "Enrollment": true, "Remove": true}')
 WHERE id IN (0, 2, 101);

-- Whether a later inventory has shown what an attempt led to: null for attempts that change no store, 0 not yet, 1 it is
-- as concluded, 2 it is not.
ALTER TABLE job_history
  ADD COLUMN verified smallint,
  ADD COLUMN verification text,                    -- a sentence for people
  ADD COLUMN issued_certificate_id integer;        -- of a key made on a device

-- What the next inventory of a store is to show; few rows, and none for jobs that change no store.
CREATE INDEX job_history_unverified ON job_history (store_id) WHERE verified = 0;

-- Whether a secret is still needed is asked of jobs of every kind that have one.
DROP INDEX unscheduled_job_secrets;
CREATE INDEX unscheduled_job_secrets ON unscheduled_job (agent_id, id) WHERE jsonb_path_exists(fields, '$.*.secret');
CREATE INDEX job_secret_id ON job_secret (secret_id);

-- What discoveries in process have found.
CREATE TABLE discovered_location (
  history_id bigint NOT NULL,
  path       text   NOT NULL,
  PRIMARY KEY (history_id, path)
);

-- The certificate of a reenrollment in process: an agent that did not get the answer asks once more.
CREATE TABLE job_enrollment (
  history_id     bigint      PRIMARY KEY,
  csr_digest     bytea       NOT NULL,             -- SHA-256
  claimed_at     timestamptz NOT NULL,             -- an authority is being asked since then
  certificate_id integer,                          -- null until there is one
  chain          bytea[]                           -- the certificate first
);
