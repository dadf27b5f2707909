/** A province as large as the claim: 1,200 units, 9,000 officials, 300 roles, and dossiers with open tasks. */
import { classOf, dataClasses } from '@dinh/identity';
import type pg from 'pg';
import type { Ground } from './ground.ts';

/** Makes what is missing; a second run on the same folder, and one on a folder that `queue` has filled, finds it there. */
export async function growProvince({ app, db }: Pick<Ground, 'app' | 'db'>, dossiers: number): Promise<void> {
  await db.query(
    `insert into identity.unit (code, key, parent_id, path, name_vi, name_en, kind, level, valid_from, source)
     select 'BENCH.' || i, 'bench-' || i, a.id, '{}', 'Phòng ' || i, 'Section ' || i, 'section', 'section', date '2020-01-01', 'bench'
     from generate_series(1, greatest(0, 1200 - (select count(*)::int from identity.unit))) i
       join (select id, row_number() over (order by id) - 1 as n, count(*) over () as many from identity.unit where kind in ('department', 'district', 'commune')) a
         on a.n = i % a.many`,
  );
  await db.query(
    `update identity.unit u set path = p.path || u.id from identity.unit p where p.id = u.parent_id and u.key like 'bench-%' and u.path = '{}'`,
  );
  // Half of them narrowed to a field or to classes of data, the others as the pack has them.
  await db.query(
    `insert into identity.role (key, name_vi, name_en, place, permissions, source)
     select 'bench-' || i, 'Vai trò ' || i, 'Role ' || i, 'unit', case i % 4
         when 0 then jsonb_build_array(jsonb_build_object('permission', 'one-stop.view-dossier', 'scope', 'unit', 'fields', jsonb_build_array(f.code)))
         when 1 then jsonb_build_array(jsonb_build_object('permission', 'one-stop.view-dossier', 'scope', 'unit', 'classes', '["ordinary", "basic"]'::jsonb))
         else r.permissions end, 'bench'
     from generate_series(1, greatest(0, 300 - (select count(*)::int from identity.role))) i
       join (select permissions, row_number() over (order by key) - 1 as n, count(*) over () as many from identity.role
             where key in ('specialist', 'section-head', 'clerk', 'desk')) r on r.n = i % r.many
       join (select code, row_number() over (order by code) - 1 as n, count(*) over () as many from procedures.v_business_type) f on f.n = i % f.many`,
  );
  await db.query(
    `with made as (
       insert into identity.person (id, kind, name, account, origin, created_at)
       select gen_random_uuid(), 'official', 'Cán bộ ' || i, 'bench-' || i, 'pack', now()
       from generate_series(1, greatest(0, 9000 - (select count(distinct person_id)::int from identity.position))) i returning id, account)
     insert into identity.position (id, person_id, unit_id, role, title_vi, title_en, main, valid_from, created_at)
     select gen_random_uuid(), m.id, u.id, case when i % 3 = 0 then r.key else 'specialist' end, 'Chuyên viên', 'Specialist', true, date '2020-01-01', now()
     from (select id, substring(account from 7)::int as i from made) m
       join (select id, row_number() over (order by id) - 1 as n, count(*) over () as many from identity.unit) u on u.n = m.i % u.many
       join (select key, row_number() over (order by key) - 1 as n, count(*) over () as many from identity.role where key like 'bench-%') r on r.n = m.i % r.many`,
  );
  await db.query(`update kernel.revision set number = number + 1 where topic = 'identity'`);
  const { rows } = await db.query('select count(*)::int as there from one_stop.dossier');
  const missing = dossiers - rows[0].there;
  if (missing > 0) {
    await fill(db, missing, rows[0].there, await classesOf({ app, db }));
    await giveTasks(db);
    await db.query('vacuum analyze');
  }
}

/**
 * The class of data of each procedure as the program gives it: otherwise the server would write the classes anew while the bench
 * asks for them.
 */
async function classesOf({ app, db }: Pick<Ground, 'app' | 'db'>): Promise<string> {
  const classes = await dataClasses(app, app.clock.now());
  const { rows } = await db.query<{ procedure: string; field: string }>(
    'select code as procedure, business_type as field from procedures.v_procedure',
  );
  return JSON.stringify(rows.map((one) => ({ code: one.procedure, class: classOf(classes, one) })));
}

/** Dossiers of five years over all procedures, as wide as real ones: most are settled, one in twenty is under way. */
async function fill(db: pg.Pool, count: number, there: number, classes: string): Promise<void> {
  await db.query(
    `insert into one_stop.dossier (id, reference, code, procedure_code, version_id, form_id, ruleset, title, business_type, data_class, unit_id, section_id, desk_id, units, status, channel,
       applicant_name, owner_name, contact, data, delivery, words, submitted_at, accepted_at, limit_minutes, due_at, promised_at, settled_at, returned_at, outcome, changed_at)
     select gen_random_uuid(), 'bench-' || g.n, 'bench-' || to_char(s, 'YYMMDD') || '-' || g.n, p.code, p.version_id, p.version_id, 'tt03-2025',
       p.short_name, p.business_type, c.class,
       p.agency_id, p.section_id, p.desk, array[p.agency_id, p.desk, coalesce(p.section_id, p.agency_id)],
       case when open then 4 else 10 end, (array['online', 'counter', 'post'])[1 + g.i % 3],
       'Nguyễn Thị Hoa', 'Nguyễn Thị Hoa', '{"name": "Hoa", "phone": "0912345678", "email": ""}', jsonb_build_object('answers', repeat('x', 900)), '{}', 'nguyen thi hoa ' || g.i,
       s, s, 2250, s + interval '7 days', s + interval '7 days', case when not open then s + interval '6 days' end, case when not open then s + interval '6 days' end,
       case when not open then 'granted' end, s
     from (select i, i + $2::int as n, i % 20 = 0 as open, now() - interval '1 hour' - ((i::bigint * 7907) % $1)::float8 / $1 * interval '5 years' as s from generate_series(1, $1::int) i) g
     join (select p.*, coalesce(k.id, p.agency_id) as desk, row_number() over (order by p.code) - 1 as n, count(*) over () as many
           from procedures.v_procedure p left join lateral (select u.id from identity.unit u where u.parent_id = p.agency_id and u.kind = 'desk' order by u.id limit 1) k on true) p
       on p.n = (g.i::bigint * 7919) % p.many
     left join jsonb_to_recordset($3::jsonb) as c (code text, class text) on c.code = p.code`,
    [count, there, classes],
  );
}

/** An open task for each dossier under way: most given to a specialist of its section, some waiting there. */
async function giveTasks(db: pg.Pool): Promise<void> {
  await db.query(
    `with open as materialized (
       select d.id, d.submitted_at, d.due_at, coalesce(d.section_id, d.unit_id) as unit, gen_random_uuid() as instance, row_number() over (order by d.id) as n
       from one_stop.dossier d where d.status = 4 and d.reference like 'bench-%'
         and not exists (select from process.task t where t.business_key = d.id::text)),
     made as (
       insert into process.instance (id, definition_id, owner, business_key, state, variables, version, started_at)
       select o.instance, (select id from kernel.definition where kind = 'process' order by id limit 1), 'one-stop', o.id::text, 'running', '{}', 1, o.submitted_at from open o
       returning id),
     staff as (
       select o.person_id, o.unit_id, row_number() over (partition by o.unit_id order by o.person_id) - 1 as n, count(*) over (partition by o.unit_id) as many
       from identity.position o where o.role = 'specialist')
     insert into process.task (id, instance_id, token_id, owner, business_key, element, name_vi, name_en, role, unit_id, assignee, state, created_at, due_at)
     select gen_random_uuid(), o.instance, gen_random_uuid(), 'one-stop', o.id::text, 'appraise', 'Thẩm định', 'Appraise', 'specialist', o.unit,
       case when o.n % 4 > 0 then s.person_id end, 'open', o.submitted_at, o.due_at
     from open o left join staff s on s.unit_id = o.unit and s.n = o.n % s.many where exists (select from made)`,
  );
}
