-- The orders in which lists can be read from any row on. Their other orders use indexes that are there already:
-- scheduled_job (requested_at DESC, id), (id), (agent_id, id); job_history (id), (agent_id, id, ...), (job_id, id).
-- Each index costs something at every hand-out, so there are these and no more (docs/decisions/0005-lists-by-index.md).
CREATE INDEX scheduled_job_next_run ON scheduled_job (next_run, id);
CREATE INDEX job_history_start ON job_history (operation_start, id);
CREATE INDEX job_history_end ON job_history (operation_end, id);

-- Job types are looked for without regard to case, by full name or by kind (JobFields). Nothing is kept up by those who
-- write: ANALYZE tells the planner how frequent each is, so that it knows when a page comes soonest along an index.
-- Partitions to come have what their table has (MonthlyPartitions).
DO $$
DECLARE
  target regclass;
BEGIN
  FOR target IN
    SELECT 'scheduled_job'::regclass UNION ALL SELECT relid FROM pg_partition_tree('job_history')
  LOOP
    EXECUTE format('CREATE STATISTICS %s ON (lower(job_type)) FROM %s', target || '_type_folded', target);
    EXECUTE format($statistics$
      CREATE STATISTICS %s ON (lower(CASE kind
        WHEN 'INVENTORY' THEN 'Inventory' WHEN 'MANAGEMENT' THEN 'Management' WHEN 'DISCOVERY' THEN 'Discovery'
        WHEN 'REENROLLMENT' THEN 'Reenrollment' WHEN 'FETCH_LOGS' THEN 'FetchLogs' WHEN 'CUSTOM' THEN 'Custom'
        WHEN 'SSL_DISCOVERY' THEN 'SslDiscovery' WHEN 'MONITORING' THEN 'Monitoring' WHEN 'SSH_SYNC' THEN 'SSHSync'
        WHEN 'SYNC' THEN 'Sync' END)) FROM %s$statistics$, target || '_kind_folded', target);
  END LOOP;
END $$;
