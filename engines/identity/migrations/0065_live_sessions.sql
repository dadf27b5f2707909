-- The live sessions of a person, the latest first: of more than a hundred the oldest ends.
create index session_live on identity.session (person_id, created_at desc) where ended_at is null;
