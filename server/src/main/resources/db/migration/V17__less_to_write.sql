-- Jobs are scheduled and unscheduled by the hundred thousand: each index costs something for every one of them.

-- The events of a job are found by its id. Ids grow with time, so new entries stand together; by agent each had a place of
-- its own. With it goes the index by time, which was there to find jobs of which only events are left.
ALTER TABLE job_event DROP CONSTRAINT job_event_pkey;
DROP INDEX job_event_at;
CREATE INDEX job_event_job ON job_event (job_id, id);

-- Whether a secret is still needed is asked only of jobs that have one.
DROP INDEX unscheduled_job_secrets;
CREATE INDEX unscheduled_job_secrets ON unscheduled_job (agent_id, id)
 WHERE kind = 'CUSTOM' AND jsonb_path_exists(fields, '$.*.secret');
