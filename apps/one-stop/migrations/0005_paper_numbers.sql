-- Papers are numbered by their agency, from 1 in each year, without a gap: one row per register and year.
create table one_stop.paper_counter (
  unit_id  int not null,
  register text not null,                      -- key of the template: each kind of paper has its own register
  year     int not null,
  last     int not null,
  primary key (unit_id, register, year)
);
alter table one_stop.paper add column register_number text; -- "12/TNHS"; null: this kind of paper is not numbered
