-- A message that holds a secret (a code): until when it is of use. It is not sent later, nobody reads it in the outbox,
-- and its text is forgotten once it is sent.
alter table notify.message add column secret_until timestamptz;
