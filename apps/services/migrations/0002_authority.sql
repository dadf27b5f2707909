-- Under which right to act for somebody else a draft will be filed; null: for oneself.
alter table services.draft add column authority_id uuid;
update services.draft d set authority_id = (select r.id from identity.v_representative r
  where r.business_id = d.business_id and r.person_id = d.person_id order by r.valid_to is null desc limit 1)
where d.business_id is not null and d.state = 'open';
