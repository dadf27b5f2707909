-- Who was told of what on the page of their messages: whoever hears of something may look at what the notice leads to.
create view notify.v_told as
  select distinct person_id, about from notify.message where channel = 'inbox' and person_id is not null;
