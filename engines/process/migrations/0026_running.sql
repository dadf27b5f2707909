-- Instances that run, the latest first: among a million that have ended, those with a late step were looked for in all.
create index instance_running_latest on process.instance (id) where state = 'running';
