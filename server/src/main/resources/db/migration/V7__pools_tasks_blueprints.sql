-- Pools of agents for SSL scans, the times of periodic tasks, and blueprints.

-- ----------------------------------------------------------------------------------------------------------- pools

CREATE TABLE agent_pool (
  id   uuid PRIMARY KEY,
  name text NOT NULL
);
CREATE UNIQUE INDEX agent_pool_name ON agent_pool (lower(name));

-- The pool of every approved agent with the capability SSL that is in no other.
INSERT INTO agent_pool (id, name) VALUES ('00000000-0000-0000-0000-000000000001', 'Default Agent Pool');

-- An agent is in one pool. In the default pool it needs no row; one there says what the pool uses the agent for.
CREATE TABLE agent_pool_member (
  agent_id        uuid    PRIMARY KEY,
  pool_id         uuid    NOT NULL REFERENCES agent_pool (id) ON DELETE CASCADE,
  enable_discover boolean NOT NULL,
  enable_monitor  boolean NOT NULL
);
CREATE INDEX agent_pool_member_pool ON agent_pool_member (pool_id);

-- -------------------------------------------------------------------------------------------------- periodic tasks

-- When the server's own periodic tasks run. Of several servers one runs a task: the one that moves its next run.
CREATE TABLE scheduled_task (
  id       integer     PRIMARY KEY,
  type     integer     NOT NULL UNIQUE,            -- which task; ScheduleType on the wire
  name     text        NOT NULL,
  schedule text        NOT NULL,                   -- text form: I_60, D_02:00
  enabled  boolean     NOT NULL,
  next_run timestamptz NOT NULL,
  last_run timestamptz                             -- null = never
);

INSERT INTO scheduled_task (id, type, name, schedule, enabled, next_run)
VALUES (1, 101, 'Removal of ended sessions', 'I_60', TRUE, now()),
       (2, 102, 'Removal of secrets that no job needs', 'I_1', TRUE, now());

-- ------------------------------------------------------------------------------------------------------ blueprints

-- What one agent had, for others to be given. Nothing in these tables is a secret or names one.
CREATE TABLE agent_blueprint (
  id                    uuid        PRIMARY KEY,
  name                  text        NOT NULL,
  required_capabilities text[]      NOT NULL,      -- full names: CertStores.PEM.Inventory
  modified_at           timestamptz NOT NULL
);
CREATE UNIQUE INDEX agent_blueprint_name ON agent_blueprint (lower(name));

CREATE TABLE agent_blueprint_store (
  id                uuid    PRIMARY KEY,
  blueprint_id      uuid    NOT NULL REFERENCES agent_blueprint (id) ON DELETE CASCADE,
  store_type_id     integer NOT NULL REFERENCES certificate_store_type (id) ON DELETE CASCADE,
  store_path        text    NOT NULL,
  container_id      integer REFERENCES certificate_store_container (id) ON DELETE SET NULL,
  create_if_missing boolean NOT NULL,
  properties        jsonb   NOT NULL,              -- name -> text
  secret_properties text[]  NOT NULL,              -- names of those that are left out
  has_password      boolean NOT NULL
);
CREATE INDEX agent_blueprint_store_blueprint ON agent_blueprint_store (blueprint_id);

CREATE TABLE agent_blueprint_job (
  id                 uuid        PRIMARY KEY,
  blueprint_id       uuid        NOT NULL REFERENCES agent_blueprint (id) ON DELETE CASCADE,
  blueprint_store_id uuid        REFERENCES agent_blueprint_store (id) ON DELETE CASCADE,
  kind               text        NOT NULL CHECK (kind IN ('INVENTORY', 'CUSTOM', 'FETCH_LOGS')),
  job_type_id        uuid        NOT NULL,
  job_type           text        NOT NULL,
  schedule           text        NOT NULL,         -- text form; recurring
  requested_at       timestamptz NOT NULL,
  field_values       jsonb       NOT NULL,         -- name -> text
  secret_fields      text[]      NOT NULL          -- names of those that are left out
);
CREATE INDEX agent_blueprint_job_blueprint ON agent_blueprint_job (blueprint_id);
CREATE INDEX agent_blueprint_job_store ON agent_blueprint_job (blueprint_store_id);
