// The floor of `queue`: what the desk's pages ask for, as SQL written by hand for exactly that, sent through `pg`.
// The same server, session, pages and indexes; the same entry in the audit trail of who saw what.
import { type App, fold, type PageContext } from '@dinh/kernel';
import { clockOf } from '../../apps/one-stop/src/model/clock.ts';
import { countTasks, firstDossiers, listTasks } from './by-hand-tasks.ts';
import { type Ask, seen } from './hand.ts';

/** Answers the pages' questions by hand; what is not about dossiers goes the usual way. */
export function byHand(app: App, ask: Ask, ctx: PageContext): PageContext['run'] {
  const answers: Record<string, (input: any) => Promise<unknown>> = {
    'one-stop.list-dossiers': (input) =>
      input.queue === 'mine' ? listTasks(app, ask, ctx, input) : listDossiers(app, ask, ctx, input),
    'one-stop.count-queues': () => countQueues(ask, ctx),
    'one-stop.list-choices': (input) => listChoices(ask, ctx, input),
    'one-stop.list-views': async () => ({
      views: await ask('select id, name, query from one_stop.saved_view where person_id = $1 order by ordinal, name limit 30', [
        ctx.principal.id,
      ]),
    }),
    'one-stop.view-dossier': (input) => viewDossier(app, ask, ctx, input),
  };
  return ((name: string, input: unknown) => answers[name]?.(input) ?? ctx.run(name as never, input as never)) as never;
}

/** Whose dossiers, in the few shapes that the officials of the bench have. */
function queueOf(ctx: PageContext, queue: string | undefined): { where: string; values: unknown[] } {
  const grants = (permission: string) => ctx.principal.grants.filter((g) => g.permission === permission);
  const units = (permission: string) => [...new Set(grants(permission).flatMap((g) => g.units))];
  const all = (permission: string) => grants(permission).some((g) => g.scope === 'all');
  switch (queue) {
    case 'desk':
      return all('one-stop.receive-dossier')
        ? { where: 'd.status = 1', values: [] }
        : {
            where: 'd.desk_id = any($1::int[]) and d.status = 1',
            values: [units('one-stop.receive-dossier')],
          };
    case 'return':
      return all('one-stop.return-result')
        ? { where: 'd.status = 9', values: [] }
        : { where: 'd.desk_id = any($1::int[]) and d.status = 9', values: [units('one-stop.return-result')] };
    case 'papers': {
      const open = `d.status in (2, 4, 5, 6) and d.id in (select h.dossier_id from one_stop.hand_over h where h.made_at is null`;
      return all('one-stop.hand-over-dossier')
        ? { where: `${open})`, values: [] }
        : {
            where: `${open} and h.from_unit = any($1::int[]))`,
            values: [units('one-stop.hand-over-dossier')],
          };
    }
    case 'unit':
      return all('one-stop.view-dossier')
        ? { where: 'd.status in (2, 4, 5, 6)', values: [] }
        : {
            where:
              '(d.unit_id = any($1::int[]) or d.section_id = any($1::int[]) or d.desk_id = any($1::int[])) and d.status in (2, 4, 5, 6)',
            values: [units('one-stop.view-dossier')],
          };
    default:
      return all('one-stop.view-dossier')
        ? { where: 'true', values: [] }
        : {
            where: `(d.units && $1::int[] or exists (select from process.task t where t.business_key = d.id::text and t.assignee = $2::uuid))`,
            values: [units('one-stop.view-dossier'), ctx.principal.id],
          };
  }
}

async function listDossiers(app: App, ask: Ask, ctx: PageContext, input: any): Promise<unknown> {
  const { where, values } = queueOf(ctx, input.queue);
  const conditions = [where];
  const add = (condition: string, value: unknown): void => void conditions.push(condition.replace('?', `$${values.push(value)}`));
  if (input.status) add('d.status = any(?::smallint[])', input.status);
  if (input.late === 'late') add('d.due_at < ? and d.status in (2, 4)', ctx.now);
  if (input.late === 'soon') {
    add('d.due_at >= ? and d.status in (2, 4)', ctx.now);
    add('d.due_at < ?', new Date(ctx.now.getTime() + 2 * 86_400_000));
  }
  if (input.unit) add('d.unit_id = ?', input.unit);
  if (input.search) add('d.words like ?', `%${fold(input.search).trim().replace(/\s+/g, ' ')}%`);
  const arrival = ['desk', 'all', undefined].includes(input.queue);
  const order = arrival ? 'd.submitted_at desc, d.id desc' : "coalesce(d.due_at, 'infinity'::timestamptz), d.id";
  const now = `$${values.push(ctx.now)}`;
  const rows = await ask(
    `select p.*, coalesce(p."dueAt" < ${now} and p.status in (2, 4), false) as late,
            t.id as "taskId", t.name_vi as step, t.name_en as "stepEn", t.due_at as "stepDueAt", a.name as assignee
     from (select d.id, d.reference, d.code, d.title, d.owner_name as "ownerName", d.applicant_name as "applicantName", d.status, d.channel,
             d.submitted_at as "submittedAt", d.due_at as "dueAt", d.paused_at as "pausedAt", d.fee_state as "feeState", row_number() over () as n
           from (select * from one_stop.dossier d where ${conditions.join(' and ')} order by ${order} limit 51) d) p
     left join lateral (select t.id, t.name_vi, t.name_en, t.due_at, t.assignee from process.task t
                        where t.business_key = p.id::text and t.state = 'open' order by t.created_at limit 1) t on true
     left join identity.person a on a.id = t.assignee order by p.n`,
    values,
  );
  const page = rows.slice(0, 50);
  await seen(app, ctx, 'one-stop.list-dossiers', undefined, {
    filter: input,
    shown: page.map((row) => row.id),
  });
  const last = page.at(-1);
  const at = arrival ? last?.submittedAt : last?.dueAt;
  return { rows: page, next: rows.length > 50 ? `${at?.toISOString() ?? 'infinity'}~${last.id}` : null };
}

/** Up to one more than a counter shows. */
async function countQueues(ask: Ask, ctx: PageContext): Promise<unknown> {
  const soon = new Date(ctx.now.getTime() + 2 * 86_400_000);
  const most = 'limit 10001';
  const one = async (queue: string) => {
    const { where, values } = queueOf(ctx, queue);
    return (await ask(`select count(*) as n from (select from one_stop.dossier d where ${where} ${most}) k`, values))[0]
      .n as number;
  };
  // What one's units hold, each way by the index of its column.
  const units = async () => {
    const grants = ctx.principal.grants.filter((g) => g.permission === 'one-stop.view-dossier');
    const values: unknown[] = [ctx.now, soon];
    const ways = grants.some((g) => g.scope === 'all')
      ? ['true']
      : ['unit_id', 'section_id', 'desk_id'].map((column) => `d.${column} = any($3::int[])`);
    if (ways.length > 1) values.push([...new Set(grants.flatMap((g) => g.units))]);
    const count = (which: string) => {
      const names = ways.map((_, i) => `w${i}`);
      const each = ways.map(
        (way, i) => `w${i} as materialized (select d.id from one_stop.dossier d where ${way} and ${which} ${most})`,
      );
      const full = names.map((name) => `when (select count(*) from ${name}) > 10000 then 10001`);
      const all = names.map((name) => `select id from ${name}`).join(' union ');
      return `(with ${each.join(', ')} select case ${full.join(' ')} else (select count(*) from (select from (${all}) u ${most}) k) end)`;
    };
    const [row] = await ask(
      `select ${count('d.status in (2, 4, 5, 6)')} as unit, ${count('d.status in (2, 4) and d.due_at < $1')} as late,
              ${count('d.status in (2, 4) and d.due_at >= $1 and d.due_at < $2')} as soon`,
      values,
    );
    return row;
  };
  const papers = ctx.principal.grants.some((g) => g.permission === 'one-stop.hand-over-dossier');
  const [desk, mine, back, toHandOver, rest] = await Promise.all([
    one('desk'),
    countTasks(ask, ctx),
    one('return'),
    papers ? one('papers') : 0,
    units(),
  ]);
  return { desk, mine, return: back, papers: toHandOver, ...rest };
}

async function listChoices(ask: Ask, ctx: PageContext, { queue }: { queue?: string }): Promise<unknown> {
  const { where, values: all } = queueOf(ctx, queue);
  const { from, values } =
    queue === 'mine'
      ? firstDossiers(ctx)
      : { from: `one_stop.dossier d where ${where} order by submitted_at desc limit 3000`, values: all };
  const rows = await ask(
    `select d.procedure_code as code, min(d.title) as title, d.unit_id as unit, min(u.code) as at, min(u.name_vi) as vi, min(u.name_en) as en
     from (select d.procedure_code, d.title, d.unit_id from ${from}) d
     join identity.unit u on u.id = d.unit_id group by d.procedure_code, d.unit_id`,
    values,
  );
  const procedures = new Map(rows.map((row) => [row.code, row.title as string]));
  const units = new Map(rows.map((row) => [row.unit, row]));
  return {
    procedures: [...procedures]
      .map(([value, label]) => ({ value, label, labelEn: label }))
      .sort((a, b) => (a.label < b.label ? -1 : 1)),
    units: [...units.values()]
      .sort((a, b) => (a.at < b.at ? -1 : 1))
      .map((u) => ({ value: String(u.unit), label: u.vi, labelEn: u.en })),
  };
}

async function viewDossier(app: App, ask: Ask, ctx: PageContext, { id }: { id: string }): Promise<unknown> {
  const { where, values } = queueOf(ctx, 'all');
  const [
    dossiers,
    components,
    history,
    tasks,
    papers,
    supplements,
    consultations,
    visits,
    handOvers,
    extensions,
    payments,
    results,
    ratings,
    decisions,
    under,
  ] = await Promise.all([
    ask(
      `select d.id, d.reference, d.code, d.procedure_code as "procedureCode", d.version_id as "versionId", d.form_id as "formId", d.ruleset, d.title,
           d.unit_id as "unitId", d.section_id as "sectionId", d.desk_id as "deskId", d.units, d.status, d.channel, d.applicant_id as "applicantId",
           d.applicant_name as "applicantName", d.owner_name as "ownerName", d.contact, d.data, d.delivery, d.fee, d.fee_reason as "feeReason",
           d.fee_state as "feeState", d.submitted_at as "submittedAt", d.accepted_at as "acceptedAt", d.limit_minutes as "limitMinutes", d.due_at as "dueAt",
           d.promised_at as "promisedAt", d.paused_at as "pausedAt", d.settled_at as "settledAt", d.returned_at as "returnedAt", d.outcome, d.extended, d.version,
           u.name_vi as "unitVi", u.name_en as "unitEn", k.name_vi as "deskVi", k.name_en as "deskEn", s.name_vi as "sectionVi", s.name_en as "sectionEn"
         from one_stop.dossier d join identity.unit u on u.id = d.unit_id join identity.unit k on k.id = d.desk_id left join identity.unit s on s.id = d.section_id
         where d.id = $${values.length + 1} and ${where}`,
      [...values, id],
    ),
    ask(
      `select id, key, name, origin, form, copies, encode(file, 'hex') as file, file_name as "fileName", media_type as "mediaType", size, added_at as "addedAt",
           superseded_at as "supersededAt" from one_stop.component where dossier_id = $1 order by added_at, key`,
      [id],
    ),
    ask(
      `select h.number, h.at, h.act, h.status, h.person_name as "personName", h.behalf_of as "behalfOf", u.name_vi as unit, h.step, h.comment, h.data, h.public
         from one_stop.history h left join identity.unit u on u.id = h.unit_id where dossier_id = $1 order by number`,
      [id],
    ),
    ask(
      `select t.id, t.element, t.name_vi as "nameVi", t.name_en as "nameEn", t.role, t.unit_id as "unitId", u.name_vi as unit, t.assignee, p.name as "assigneeName",
           t.state, t.outcome, t.comment, t.created_at as "createdAt", t.due_at as "dueAt", t.ended_at as "endedAt", t.completed_name as "completedName",
           t.minutes, t.version, t.state = 'open' and (t.assignee = $2::uuid or t.assignee is null and exists (select from identity.position o
             where o.person_id = $2::uuid and o.unit_id = t.unit_id and o.role = t.role and o.valid_from <= current_date and (o.valid_to is null or o.valid_to > current_date))) as mine
         from process.task t left join identity.unit u on u.id = t.unit_id left join identity.person p on p.id = t.assignee
         where t.business_key = $1::text order by t.created_at, t.ended_at nulls last, t.id`,
      [id, ctx.principal.id],
    ),
    ask(
      `select id, template, number, register_number as "registerNumber", issued_at as "issuedAt", title from one_stop.paper where dossier_id = $1 order by issued_at`,
      [id],
    ),
    ask(
      `select stage, items, reason, requested_at as "requestedAt", answered_at as "answeredAt" from one_stop.supplement where dossier_id = $1 order by requested_at`,
      [id],
    ),
    ask(
      `select u.name_vi as unit, c.subject, c.asked_at as "askedAt", c.due_at as "dueAt", c.answered_at as "answeredAt", c.opinion, c.answer
         from one_stop.consultation c join identity.unit u on u.id = c.unit_id where c.dossier_id = $1 order by c.asked_at`,
      [id],
    ),
    ask(
      `select id, at, place, people, subject, reported_at as "reportedAt", report, finding from one_stop.visit where dossier_id = $1 order by at`,
      [id],
    ),
    ask(
      `select f.name_vi as "fromUnit", t.name_vi as "toUnit", o.due_at as "dueAt", o.made_at as "madeAt", o.taken_at as "takenAt"
         from one_stop.hand_over o join identity.unit f on f.id = o.from_unit join identity.unit t on t.id = o.to_unit where o.dossier_id = $1 order by o.due_at`,
      [id],
    ),
    ask(`select reason, former_due as "formerDue", new_due as "newDue" from one_stop.extension where dossier_id = $1`, [id]),
    ask(
      `select id, purpose, occasion, amount, state, provider, paid_at as "paidAt", receipt, case when state = 'voided' then reason end as reason
         from payments.v_payment where subject = 'dossier:' || $1 order by created_at`,
      [id],
    ),
    ask(
      `select id, number, state, issued_on as "issuedOn", computation from results.v_result where dossier_id = $1 order by id`,
      [id],
    ),
    ask(`select dossier, agency, official, comment from one_stop.rating where dossier_id = $1`, [id]),
    ask(
      `select e.instance_id as "instanceId", e.element, jsonb_build_object('vi', e.label_vi, 'en', e.label_en) as name, e.decision, e.version, e.inputs, e.output,
           e.fired, e.names, e.at
         from process.instance i join process.decided e on e.instance_id = i.id where i.business_key = $1::text order by e.id`,
      [id],
    ),
    ask(
      `select a.valid_to - 1 as until from one_stop.dossier d join identity.v_authority a on a.id = d.authority_id
         where d.id = $1 and a.valid_from <= current_date and (a.valid_to is null or a.valid_to > current_date)`,
      [id],
    ),
  ]);
  const found = dossiers[0];
  if (!found) throw new Error(`no dossier ${id} for ${ctx.principal.name}`);
  const { unitVi, unitEn, deskVi, deskEn, sectionVi, sectionEn, ...dossier } = found;
  const { clock, used } = await clockOf(app, dossier, tasks as never, ctx.now);
  await seen(app, ctx, 'one-stop.view-dossier', `dossier:${id}`, undefined);
  const text = (rows: any[]) => JSON.parse(JSON.stringify(rows)); // times as text, as JSON gives them
  return {
    dossier,
    clock,
    components: text(components),
    history: text(history),
    tasks: text(tasks).map((task: object, i: number) => ({ ...task, used: used[i] })),
    papers: text(papers),
    supplements: text(supplements),
    consultations: text(consultations),
    visits: text(visits),
    handOvers: text(handOvers),
    extension: text(extensions)[0] ?? null,
    payments: text(payments),
    results: text(results),
    decisions: text(decisions),
    rating: ratings[0] ?? null,
    under: text(under)[0] ?? null,
    places: {
      unit: { vi: unitVi, en: unitEn },
      desk: { vi: deskVi, en: deskEn },
      section: sectionVi ? { vi: sectionVi, en: sectionEn } : null,
    },
  };
}
