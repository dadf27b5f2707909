-- Life events and synonyms are definitions with dated versions now; the pack, which alone wrote these tables, loads them anew.
drop table procedures.life_event_procedure;
drop table procedures.life_event_topic;
drop table procedures.life_event;
drop table procedures.synonym;
