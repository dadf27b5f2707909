-- What an incident says to people, in both languages, where what failed says it in words.
alter table process.incident add column told jsonb;

create or replace view process.v_incident as
select n.id, n.instance_id, coalesce(i.business_key, c.business_key) as business_key, coalesce(i.owner, c.owner) as owner, n.element,
       n.error, n.at, n.settled_at, n.incoming_id, coalesce(i.definition_id, c.definition_id) as definition_id, n.settled_by, n.reason,
       c.cause, c.name, n.changed, n.told
from process.incident n
left join process.instance i on i.id = n.instance_id
left join process.incoming c on c.id = n.incoming_id;
