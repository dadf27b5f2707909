-- Whoever changes a client says which state of it they saw, so that the second of two is told and overwrites nothing.
create or replace view identity.v_client as
  select id, kind, name_vi, name_en, state, unit_id, contact, auth_method, native, redirect_uris, post_logout_redirect_uris,
         backchannel_logout_uri, frontchannel_logout_uri, scopes, consent, subject, bound_tokens, last_used_at, created_at, created_by, folded,
         revision
  from identity.client;
