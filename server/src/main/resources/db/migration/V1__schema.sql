-- Agents, their sessions, jobs, history, custom job types, certificate stores and audit.
--
-- Rules of this schema (docs/architecture.md, "Data rules"): hot tables start their key with agent_id; no triggers; no
-- foreign keys between hot tables, so that they can be distributed by agent; ids are made by the application (UUIDv7),
-- except the numbers the wire wants as integers. SQL stays within PostgreSQL 15.

-- ---------------------------------------------------------------------------------------------------------- agents

CREATE TABLE agent (
  id                            uuid        PRIMARY KEY,
  client_machine                text        NOT NULL,
  username                      text        NOT NULL,                 -- the account it authenticates with
  platform                      smallint    NOT NULL,                 -- as sent, 0-7
  version                       text        NOT NULL,                 -- dotted
  status                        smallint    NOT NULL CHECK (status IN (1, 2, 3)),   -- new, approved, disapproved
  capabilities                  text[]      NOT NULL,                 -- full names as registered: CertStores.PEM.Inventory
  capability_names              text[]      NOT NULL,                 -- short names as shown: PEM, LOGS
  client_parameters             jsonb       NOT NULL,
  registered_at                 timestamptz NOT NULL,
  blueprint                     text,
  thumbprint                    text        NOT NULL DEFAULT '',
  legacy_thumbprint             text        NOT NULL DEFAULT '',
  last_thumbprint_used          text        NOT NULL DEFAULT '',
  auth_certificate_reenrollment smallint    NOT NULL DEFAULT 0 CHECK (auth_certificate_reenrollment IN (0, 1, 2)),
  last_error_code               bigint,
  last_error_message            text
);
-- An agent that sends no id is found by its machine name and the account it uses.
CREATE UNIQUE INDEX agent_identity ON agent (lower(username), lower(client_machine));
CREATE INDEX agent_client_machine ON agent (lower(client_machine));

-- Written in batches once a second at most; narrow, no index on the time, room for in-page updates.
CREATE TABLE agent_presence (
  agent_id  uuid        PRIMARY KEY,
  last_seen timestamptz NOT NULL
) WITH (fillfactor = 50);

-- How often an agent's list of jobs has changed. Whoever changes it counts up at the end of the transaction; whoever
-- tells the agent its list reads the number first. So a change is either in the list or makes the session stale.
CREATE TABLE agent_job_list (
  agent_id uuid   PRIMARY KEY,
  version  bigint NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE agent_session (
  agent_id         uuid        NOT NULL,
  token            uuid        NOT NULL,
  started_at       timestamptz NOT NULL,
  expires_at       timestamptz NOT NULL,
  job_list_version bigint      NOT NULL,           -- of the list it was given; another one in agent_job_list: stale
  superseded_at    timestamptz,                    -- since then good only for attempts begun with it
  PRIMARY KEY (agent_id, token)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX agent_session_token ON agent_session (token);

-- ------------------------------------------------------------------------------------------------------------ jobs

CREATE TABLE custom_job_type (
  id          uuid PRIMARY KEY,                    -- also the job type id on the agent wire
  name        text NOT NULL,
  description text
);
CREATE UNIQUE INDEX custom_job_type_name ON custom_job_type (lower(name));

CREATE TABLE custom_job_type_field (
  custom_job_type_id uuid     NOT NULL REFERENCES custom_job_type (id) ON DELETE CASCADE,
  position           smallint NOT NULL,
  name               text     NOT NULL,
  type               smallint NOT NULL CHECK (type BETWEEN 1 AND 5),   -- string, int, date-time, bool, secret
  default_value      text,
  required           boolean  NOT NULL,
  PRIMARY KEY (custom_job_type_id, position)
);
CREATE UNIQUE INDEX custom_job_type_field_name ON custom_job_type_field (custom_job_type_id, lower(name));

-- Everything with a future or due run. A one-time job in process stays here, because it may be retried, but is not
-- listed: `state = 'SCHEDULED' OR recurring` is what people see.
CREATE TABLE scheduled_job (
  agent_id           uuid        NOT NULL,
  id                 uuid        NOT NULL,
  kind               text        NOT NULL CHECK (kind IN ('INVENTORY', 'MANAGEMENT', 'DISCOVERY', 'REENROLLMENT',
                                   'FETCH_LOGS', 'CUSTOM', 'SSL_DISCOVERY', 'MONITORING', 'SSH_SYNC', 'SYNC')),
  job_type_id        uuid        NOT NULL,
  job_type           text        NOT NULL,         -- full name as answered: JKSInventory, or the custom type's name
  store_id           uuid,
  client_machine     text,                         -- of the store
  store_path         text,
  target             text,                         -- what it acts on, as shown
  schedule           text,                         -- text form (I_60, D_23:30, ...); null = immediately
  recurring          boolean     NOT NULL GENERATED ALWAYS AS (schedule IS NOT NULL AND NOT starts_with(schedule, 'O_')) STORED,
  requested_at       timestamptz NOT NULL,
  requested_by       text        NOT NULL,
  next_run           timestamptz NOT NULL,
  state              text        NOT NULL CHECK (state IN ('SCHEDULED', 'IN_PROCESS')),
  retry_count        smallint    NOT NULL DEFAULT 0,
  last_attempt_id    bigint,                       -- its newest history row
  last_attempt_start timestamptz,
  priority           smallint    NOT NULL DEFAULT 5,
  fields             jsonb       NOT NULL,         -- what the kind needs; secrets only as ids of rows in secret
  PRIMARY KEY (agent_id, id)
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX scheduled_job_id ON scheduled_job (id);
CREATE INDEX scheduled_job_due ON scheduled_job (agent_id, next_run) WHERE state = 'SCHEDULED';
CREATE INDEX scheduled_job_requested ON scheduled_job (requested_at DESC, id);
CREATE INDEX scheduled_job_store ON scheduled_job (store_id) WHERE store_id IS NOT NULL;
CREATE INDEX scheduled_job_type ON scheduled_job (job_type_id);

-- One row for each attempt that runs now. The two unique indexes are the rules "one attempt per job" and
-- "one attempt per store"; two hand-outs at the same moment cannot both win.
CREATE TABLE attempt_in_process (
  agent_id          uuid        NOT NULL,
  job_id            uuid        NOT NULL,
  history_id        bigint      NOT NULL,
  operation_start   timestamptz NOT NULL,
  store_id          uuid,
  session_token     uuid        NOT NULL,
  lost_after        timestamptz NOT NULL,          -- without a sign of life until then it is closed as lost
  PRIMARY KEY (agent_id, job_id)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX attempt_in_process_store ON attempt_in_process (store_id) WHERE store_id IS NOT NULL;
CREATE INDEX attempt_in_process_lost ON attempt_in_process (lost_after);

CREATE SEQUENCE job_history_id AS bigint;          -- stays below 2^53: agents keep numbers as doubles

CREATE TABLE job_history (
  agent_id        uuid        NOT NULL,
  id              bigint      NOT NULL,            -- JobHistoryId, AuditId on the agent wire
  operation_start timestamptz NOT NULL,
  operation_end   timestamptz,
  job_id          uuid        NOT NULL,
  kind            text        NOT NULL,
  job_type_id     uuid        NOT NULL,
  job_type        text        NOT NULL,
  agent_machine   text        NOT NULL,
  store_id        uuid,
  client_machine  text,
  store_path      text,
  target          text,
  schedule        text,
  requested_at    timestamptz NOT NULL,
  requested_by    text        NOT NULL,
  retry_count     smallint    NOT NULL,
  priority        smallint    NOT NULL,
  fields          jsonb       NOT NULL,
  message         text,
  result          smallint    NOT NULL,            -- 0 unknown, 2 success, 3 warning, 4 failure
  status          smallint    NOT NULL,            -- 2 in process, 3 completed, 4 acknowledged, 5 completed, will retry
  lost            boolean     NOT NULL DEFAULT false,   -- closed by the server without a word from the agent
  PRIMARY KEY (agent_id, id, operation_start)
) PARTITION BY RANGE (operation_start);
CREATE INDEX job_history_id_only ON job_history (id);
CREATE INDEX job_history_job ON job_history (job_id, id);
CREATE INDEX job_history_failed ON job_history (operation_start) WHERE result IN (3, 4) AND status IN (3, 5);
-- Months are made ahead by the server; what falls outside of them is not lost.
CREATE TABLE job_history_default PARTITION OF job_history DEFAULT;

CREATE TABLE job_data (
  history_id bigint PRIMARY KEY,
  agent_id   uuid   NOT NULL,
  data       text   NOT NULL
);

-- Which secrets belong to which job. Whatever way a job leaves the schedule, the server then finds its secrets here.
CREATE TABLE job_secret (
  agent_id  uuid NOT NULL,
  job_id    uuid NOT NULL,
  secret_id uuid NOT NULL,                         -- row in secret; also named in the job's fields
  PRIMARY KEY (agent_id, job_id, secret_id)
);

-- What happened to a job, in order; only added to.
CREATE TABLE job_event (
  agent_id   uuid        NOT NULL,
  job_id     uuid        NOT NULL,
  id         bigint      NOT NULL GENERATED BY DEFAULT AS IDENTITY,
  at         timestamptz NOT NULL,
  event      text        NOT NULL,                 -- SCHEDULED, HANDED_OUT, COMPLETED, RETRY_PLANNED, LOST, UNSCHEDULED, ...
  actor      text        NOT NULL,
  history_id bigint,
  detail     text,
  PRIMARY KEY (agent_id, job_id, id, at)
) PARTITION BY RANGE (at);
CREATE TABLE job_event_default PARTITION OF job_event DEFAULT;

-- ---------------------------------------------------------------------------------------------- certificate stores

CREATE TABLE secret (
  id         uuid  PRIMARY KEY,
  key_id     text  NOT NULL,                       -- which key of the key file encrypted it
  nonce      bytea NOT NULL,
  ciphertext bytea NOT NULL
);

CREATE TABLE certificate_store_type (
  id                     integer PRIMARY KEY,      -- built in below 102
  name                   text    NOT NULL,
  short_name             text    NOT NULL,
  capability             text    NOT NULL,
  definition             jsonb   NOT NULL,         -- the type object as answered, without ids
  inventory_job_type     uuid    NOT NULL,
  management_job_type    uuid,
  discovery_job_type     uuid,
  reenrollment_job_type  uuid
);
CREATE UNIQUE INDEX certificate_store_type_name ON certificate_store_type (lower(name));
CREATE UNIQUE INDEX certificate_store_type_short_name ON certificate_store_type (lower(short_name));
CREATE UNIQUE INDEX certificate_store_type_capability ON certificate_store_type (lower(capability));

CREATE TABLE certificate_store_container (
  id            integer PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,
  name          text    NOT NULL,
  store_type_id integer NOT NULL,                  -- -1 = any type
  schedule      text
);
CREATE UNIQUE INDEX certificate_store_container_name ON certificate_store_container (lower(name));

CREATE TABLE certificate_store (
  id                 uuid        PRIMARY KEY,
  agent_id           uuid,
  store_type_id      integer     NOT NULL REFERENCES certificate_store_type (id),
  container_id       integer     REFERENCES certificate_store_container (id) ON DELETE SET NULL,
  client_machine     text        NOT NULL,
  store_path         text        NOT NULL,
  approved           boolean     NOT NULL,
  create_if_missing  boolean     NOT NULL,
  properties         jsonb       NOT NULL,         -- name -> text, or {"secret": id}
  password_secret_id uuid,                         -- row in secret
  created_at         timestamptz NOT NULL,
  inventoried_at     timestamptz,                  -- null = never
  empty_reported_at  timestamptz                   -- an inventory found nothing where there was something; not believed yet
);
CREATE UNIQUE INDEX certificate_store_place ON certificate_store (store_type_id, lower(client_machine), store_path);
CREATE INDEX certificate_store_agent ON certificate_store (agent_id);
CREATE INDEX certificate_store_container_id ON certificate_store (container_id);

CREATE TABLE certificate (
  id                integer     PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,
  thumbprint        text        NOT NULL,          -- SHA-1, upper case hex
  digest            bytea       NOT NULL,          -- SHA-256 of der
  der               bytea       NOT NULL,
  issued_dn         text        NOT NULL,
  issuer_dn         text        NOT NULL,
  serial_number     text        NOT NULL,
  not_before        timestamptz NOT NULL,
  not_after         timestamptz NOT NULL,
  signing_algorithm text        NOT NULL
);
-- A SHA-1 thumbprint can be made to collide, so it does not tell certificates apart.
CREATE UNIQUE INDEX certificate_digest ON certificate (digest);
CREATE INDEX certificate_thumbprint ON certificate (thumbprint);

CREATE TABLE inventory_entry (
  id          integer PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,
  store_id    uuid    NOT NULL REFERENCES certificate_store (id) ON DELETE CASCADE,
  alias       text    NOT NULL,
  private_key boolean NOT NULL,
  parameters  jsonb   NOT NULL
);
CREATE UNIQUE INDEX inventory_entry_alias ON inventory_entry (store_id, lower(alias));

CREATE TABLE inventory_entry_certificate (
  entry_id       integer  NOT NULL REFERENCES inventory_entry (id) ON DELETE CASCADE,
  position       smallint NOT NULL,                -- 0 = leaf
  certificate_id integer  NOT NULL REFERENCES certificate (id),
  PRIMARY KEY (entry_id, position)
);
CREATE INDEX inventory_entry_certificate_certificate ON inventory_entry_certificate (certificate_id);

-- What the Updates of running inventories have named so far; becomes the inventory of the store when the run completes.
-- The first table tells a run whose Updates named nothing from one that sent none.
CREATE TABLE inventory_update (
  history_id bigint PRIMARY KEY,
  store_id   uuid   NOT NULL
);
CREATE INDEX inventory_update_store ON inventory_update (store_id);

CREATE TABLE inventory_update_item (
  history_id      bigint    NOT NULL,
  alias_folded    text      NOT NULL GENERATED ALWAYS AS (lower(alias)) STORED,
  alias           text      NOT NULL,
  item_status     smallint  NOT NULL,              -- 0 unknown, 1 new, 2 modified, 3 removed, 4 unchanged
  private_key     boolean   NOT NULL,
  parameters      jsonb     NOT NULL,
  certificate_ids integer[] NOT NULL,              -- leaf first
  PRIMARY KEY (history_id, alias_folded)
);

-- ----------------------------------------------------------------------------------------------------------- audit

CREATE TABLE audit_entry (
  id                   bigint      PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,
  at                   timestamptz NOT NULL,
  category             integer     NOT NULL,
  operation            integer     NOT NULL,
  level                smallint    NOT NULL,       -- 0 information, 1 warning, 2 failure
  actor                text        NOT NULL,
  entity_type          text        NOT NULL,
  audit_identifier     text        NOT NULL,
  immutable_identifier text        NOT NULL,
  message              text        NOT NULL        -- XML
);
CREATE INDEX audit_entry_at ON audit_entry (at);
CREATE INDEX audit_entry_subject ON audit_entry (immutable_identifier);
