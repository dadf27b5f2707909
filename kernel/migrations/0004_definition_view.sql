-- Published for the screens of those who keep definitions; written only through the kernel.
create view kernel.v_definition as
  select id, kind, key, version, effective_from, effective_to, origin, source, body, created_at, created_by from kernel.definition;
