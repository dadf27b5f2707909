-- What is wrong in a draft is told in both languages.
update studio.draft set problems = (
  select jsonb_agg(case when jsonb_typeof(p -> 'reason') = 'string'
                        then p || jsonb_build_object('reason', jsonb_build_object('vi', p -> 'reason', 'en', p -> 'reason')) else p end)
  from jsonb_array_elements(problems) p)
where problems <> '[]'::jsonb;
