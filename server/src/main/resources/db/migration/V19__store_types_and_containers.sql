-- Store types and containers become things that people make and change.

-- Types that people add are numbered from here on; those that every server has are below.
CREATE SEQUENCE certificate_store_type_id AS integer START 102;

-- Whether the schedule of a container, when it is saved, takes the place of what its stores have.
ALTER TABLE certificate_store_container ADD COLUMN overwrite_schedules boolean NOT NULL DEFAULT FALSE;

-- For the question what is still of a type that is to be deleted.
CREATE INDEX certificate_store_container_type ON certificate_store_container (store_type_id);
CREATE INDEX agent_blueprint_store_type ON agent_blueprint_store (store_type_id);
