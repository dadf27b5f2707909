-- That a personnel system says somebody is not active is kept beside what it says, and is no suspension of the account: who leaves the office
-- goes on as a citizen, and what an administrator has suspended is not resumed by the next table of the system.
alter table identity.provisioned add column inactive_at timestamptz;
with resumed as (
  update identity.person p set state = 'active', state_reason = null from identity.provisioned v
  where v.person_id = p.id and p.state = 'suspended' and p.state_by is null and p.state_reason like 'Hệ thống nhân sự %'
  returning p.id)
update identity.provisioned v set inactive_at = v.changed_at from resumed r where r.id = v.person_id;
