-- How much waits to be sent, for the public page on the state of the system: numbers only.
create view notify.v_queue as
  select channel, count(*)::int as messages, min(created_at) as oldest
  from notify.message where state in ('queued', 'failed') group by channel;
