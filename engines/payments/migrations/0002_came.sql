-- What really came, where it was not what was asked for: that is what goes back.
alter table payments.payment add column came bigint check (came >= 0);
-- What was closed is asked for a while longer: its money may have come without a word.
create index payment_closed on payments.payment (created_at) where state = 'expired';
