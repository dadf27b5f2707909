-- Instances of one version, and those that passed through a unit, the latest first: lists of monitoring read them from their beginning.
create index instance_definition on process.instance (definition_id, id);
create index task_unit on process.task (unit_id, instance_id);
