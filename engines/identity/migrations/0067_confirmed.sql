-- Whoever opened their account themselves has shown, or not yet, that an address which they gave is theirs: by a code sent there.
alter table identity.person add column contact_confirmed boolean not null default true;
update identity.person p set contact_confirmed = false
  where origin = 'self' and verified_level < 2
    and not exists (select from identity.factor f where f.person_id = p.id and f.kind in ('email', 'phone') and f.ended_at is null);
