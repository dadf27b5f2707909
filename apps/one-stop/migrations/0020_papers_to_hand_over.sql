-- What a desk has yet to hand over to the agencies: few at a time, and looked for all day.
create index hand_over_open on one_stop.hand_over (from_unit) where made_at is null;
