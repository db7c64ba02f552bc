-- Certificates that are renewed before they expire, and how far each renewal is.

CREATE TABLE renewal_rule (
  id             uuid        PRIMARY KEY,
  name           text        NOT NULL,
  enabled        boolean     NOT NULL,
  -- For what: one of these. None refers to the row it names, so that this one may be deleted; the rule then finds nothing.
  certificate_id integer,
  container_id   integer,
  collection_id  integer,
  query          text,
  -- When: so many days before the end, or when so many percent of the lifetime are left.
  days_before    integer,
  share_left     integer,
  way            text        NOT NULL CHECK (way IN ('SERVER_KEY', 'DEVICE_KEY')),
  template       text,                             -- null = that of the certificate
  authority      text,
  metadata       text[],                           -- names of fields that the new certificate takes over; null = all
  endpoints      text[]      NOT NULL,             -- host:port
  changed_by     text        NOT NULL,
  changed_at     timestamptz NOT NULL,
  next_search    timestamptz NOT NULL,
  CHECK (num_nonnulls(certificate_id, container_id, collection_id, query) = 1),
  CHECK (num_nonnulls(days_before, share_left) = 1)
);
CREATE UNIQUE INDEX renewal_rule_name ON renewal_rule (lower(name));

-- One for each certificate, ever: so none is renewed twice. What the rule said is copied, and holds until the end.
CREATE TABLE renewal (
  id                 uuid        PRIMARY KEY,
  rule_id            uuid        NOT NULL,          -- of a rule that may be gone
  rule_name          text        NOT NULL,
  certificate_id     integer     NOT NULL,
  subject            text        NOT NULL,
  thumbprint         text        NOT NULL,
  not_after          timestamptz NOT NULL,
  way                text        NOT NULL CHECK (way IN ('SERVER_KEY', 'DEVICE_KEY')),
  template           text,
  authority          text,
  metadata           text[],
  state              text        NOT NULL
                     CHECK (state IN ('WAITING', 'ISSUING', 'DEPLOYING', 'VERIFYING', 'DONE', 'FAILED')),
  reason             text,                          -- why it is no further
  failures           integer     NOT NULL,          -- of this step, one after the other
  next_try           timestamptz,                   -- null = it is over
  key_secret_id      uuid,                          -- row in secret: the key, until there is a certificate for it
  csr                bytea,
  new_certificate_id integer,                       -- of a key made by the server
  begun_at           timestamptz NOT NULL,
  ended_at           timestamptz,
  lease              uuid,                          -- of the server that works on it
  leased_until       timestamptz,
  CHECK ((next_try IS NULL) = (state IN ('DONE', 'FAILED')))
);
CREATE UNIQUE INDEX renewal_certificate ON renewal (certificate_id);
CREATE INDEX renewal_next_try ON renewal (next_try) WHERE next_try IS NOT NULL;

-- Where the certificate lay when its renewal began.
CREATE TABLE renewal_target (
  renewal_id     uuid        NOT NULL REFERENCES renewal (id) ON DELETE CASCADE,
  position       integer     NOT NULL,
  store_id       uuid        NOT NULL,
  client_machine text        NOT NULL,
  store_path     text        NOT NULL,
  alias          text        NOT NULL,
  private_key    boolean     NOT NULL,
  state          text        NOT NULL CHECK (state IN ('WAITING', 'DEPLOYING', 'DONE', 'GONE', 'FAILED')),
  reason         text,
  failures       integer     NOT NULL,
  next_try       timestamptz NOT NULL,
  job_id         uuid,
  certificate_id integer,                           -- the new one that its inventory shows
  PRIMARY KEY (renewal_id, position)
);
CREATE INDEX renewal_target_certificate ON renewal_target (certificate_id);

-- Where the new certificate shall be served.
CREATE TABLE renewal_endpoint (
  renewal_id uuid        NOT NULL REFERENCES renewal (id) ON DELETE CASCADE,
  position   integer     NOT NULL,
  endpoint   text        NOT NULL,
  served     boolean     NOT NULL,
  reason     text,
  probed_at  timestamptz,
  PRIMARY KEY (renewal_id, position)
);

CREATE TABLE renewal_event (
  renewal_id uuid        NOT NULL REFERENCES renewal (id) ON DELETE CASCADE,
  id         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  at         timestamptz NOT NULL,
  event      text        NOT NULL,
  actor      text        NOT NULL,
  detail     text,
  PRIMARY KEY (renewal_id, id)
);

INSERT INTO scheduled_task (id, type, name, schedule, enabled, next_run)
VALUES (25, 125, 'Renewal of certificates', 'I_1', TRUE, now());
