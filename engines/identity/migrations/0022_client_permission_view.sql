create view identity.v_client_permission as
  select client_id, permission, scope, unit_id, granted_at, granted_by from identity.client_permission;

create or replace view identity.v_client_key as
  select id, client_id, kind, label, valid_from, valid_to, revoked_at, created_at, warned_at from identity.client_key;
