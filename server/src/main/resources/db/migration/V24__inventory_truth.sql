-- What each inventory of a certificate store changed, and inventories that are not believed yet.

-- One row for each believed inventory that changed something; the first of a store always has one.
CREATE TABLE inventory_version (
  store_id    uuid        NOT NULL REFERENCES certificate_store (id) ON DELETE CASCADE,
  version     integer     NOT NULL,                -- 1, 2, ... within the store
  at          timestamptz NOT NULL,                -- when it was believed
  history_id  bigint,                              -- the attempt that found it; null = from before there were versions
  accepted_by text,                                -- who had it believed, where it was held; null = nobody had to
  entries     integer     NOT NULL,                -- then
  added       integer     NOT NULL,
  removed     integer     NOT NULL,
  changed     integer     NOT NULL,
  PRIMARY KEY (store_id, version)
);
CREATE INDEX inventory_version_at ON inventory_version (at);

-- What a version changed, as it was before. What it became is what the next change of the alias has, or else the
-- inventory. So nothing is written twice, old versions can go without the newer ones losing anything, and the first one,
-- to which all of the store came, needs no rows.
CREATE TABLE inventory_change (
  store_id        uuid      NOT NULL,
  version         integer   NOT NULL,
  alias_folded    text      NOT NULL,
  alias           text,                            -- null, as the next two: the entry came with this version
  private_key     boolean,
  certificate_ids integer[],                       -- leaf first
  PRIMARY KEY (store_id, version, alias_folded),
  FOREIGN KEY (store_id, version) REFERENCES inventory_version (store_id, version) ON DELETE CASCADE,
  CHECK ((alias IS NULL) = (private_key IS NULL) AND (alias IS NULL) = (certificate_ids IS NULL))
);
-- Certificates that a version names are kept.
CREATE INDEX inventory_change_certificate ON inventory_change USING gin (certificate_ids);

INSERT INTO inventory_version (store_id, version, at, history_id, accepted_by, entries, added, removed, changed)
SELECT s.id, 1, s.inventoried_at, NULL, NULL, n.entries, n.entries, 0, 0
  FROM certificate_store s
 CROSS JOIN LATERAL (SELECT count(*) AS entries FROM inventory_entry e WHERE e.store_id = s.id) n
 WHERE s.inventoried_at IS NOT NULL;

-- An inventory in which too much is missing; what its run named stays in inventory_update_item until it is believed or not.
CREATE TABLE held_inventory (
  store_id   uuid        PRIMARY KEY REFERENCES certificate_store (id) ON DELETE CASCADE,
  history_id bigint      NOT NULL,                 -- the newest attempt that said so
  held_since timestamptz NOT NULL,
  said_at    timestamptz NOT NULL,                 -- by the newest
  times_said integer     NOT NULL,                 -- in a row, with the same aliases
  said       text        NOT NULL,                 -- a digest of these
  entries    integer     NOT NULL,                 -- of the store, which it keeps
  found      integer     NOT NULL,
  missing    integer     NOT NULL                  -- and not taken away by a job
);
CREATE UNIQUE INDEX held_inventory_history ON held_inventory (history_id);

-- What jobs did to the content of a store.
CREATE INDEX job_history_content ON job_history (store_id, id) WHERE kind IN ('MANAGEMENT', 'REENROLLMENT');

ALTER TABLE certificate_store DROP COLUMN empty_reported_at;

INSERT INTO scheduled_task (id, type, name, schedule, enabled, next_run)
VALUES (24, 124, 'Removal of old inventory versions', 'D_03:00', TRUE,
        date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + interval '1 day 3 hours');
