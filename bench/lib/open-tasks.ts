import { addWorkingTime, type App, copyText, fold, localDate, openLoader } from '@dinh/kernel';
import { someone } from '../../platform/src/commands/demo/applicants.ts';
import { readCatalogue, type DemoProcedure } from '../../platform/src/commands/demo/catalogue.ts';
import { dropIndexes } from '../../platform/src/commands/demo/indexes.ts';
import { seeded } from '../../platform/src/commands/demo/random.ts';
import { progressBar } from '../../platform/src/commands/progress.ts';

const columns = {
  'one_stop.dossier':
    'id reference code procedure_code version_id form_id ruleset title business_type data_class unit_id section_id desk_id units status channel applicant_name owner_name contact data delivery words submitted_at accepted_at limit_minutes due_at promised_at settled_at outcome changed_at',
  'one_stop.warning': 'dossier_id kind about at',
  'process.instance': 'id definition_id owner business_key variables started_at',
  'process.token': 'id instance_id element entered_at',
  'process.task':
    'id instance_id token_id owner business_key element name_vi name_en role unit_id assignee share minutes created_at due_at',
} as const;
type Table = keyof typeof columns;
const tables = Object.keys(columns) as Table[];
const names = Object.fromEntries(tables.map((t) => [t, columns[t].split(' ')])) as Record<Table, string[]>;

const batch = 10_000;
const days = 60;

/**
 * Adds dossiers under way, each with one open task, until there are so many open tasks: of all procedures (a few bring
 * most), at all steps of their processes, appraisals in the hands of a specialist. Rows by COPY in one transaction,
 * indexes laid anew after them; a bar shows how far it is.
 */
export async function fillTasks(app: App, wanted: number): Promise<void> {
  const { rows } = await app.db.pool.query<{ there: string }>(`select count(*) as there from process.task where state = 'open'`);
  const there = Number(rows[0]!.there);
  const missing = wanted - there;
  if (missing <= 0) return;
  const catalogue = await readCatalogue(app);
  const random = seeded(there + 7);
  const now = app.clock.now().getTime();
  const weights = catalogue.procedures.map((_, i) => 1 / (i + 40));
  const order = [...catalogue.procedures].sort(() => random.next() - 0.5);
  const sums = weights.map((_, i) => weights.slice(0, i + 1).reduce((a, b) => a + b, 0));
  const pick = (): DemoProcedure => {
    const x = random.next() * sums.at(-1)!;
    return order[sums.findIndex((sum) => sum >= x)]!;
  };
  const bar = progressBar('Loading open tasks');
  const loader = await openLoader(app.db.url);
  try {
    await loader.run(
      "begin; set local synchronous_commit = off; set local maintenance_work_mem = '1GB'; set local max_parallel_maintenance_workers = 2",
    );
    const again = await dropIndexes(loader, tables);
    let lines = new Map<Table, string[]>(tables.map((t) => [t, []]));
    let sending: Promise<void> = Promise.resolve();
    const add = (table: Table, row: Record<string, unknown>): void =>
      void lines.get(table)!.push(names[table].map((name) => copyText(row[name])).join('\t'));
    const send = async (taken: typeof lines): Promise<void> => {
      for (const [table, list] of taken)
        await loader.copy(`copy ${table} (${names[table].join(', ')}) from stdin`, `${list.join('\n')}\n`);
    };
    for (let i = 0; i < missing; i++) {
      const procedure = pick();
      const submitted = new Date(now - Math.floor((1 - i / missing) * days * 86_400_000));
      one(procedure, submitted, there + i);
      if ((i + 1) % batch > 0 && i + 1 < missing) continue;
      await sending;
      const taken = lines;
      lines = new Map(tables.map((t) => [t, []]));
      sending = send(taken);
      sending.catch(() => {});
      bar.show(i + 1, missing * 1.5);
    }
    await sending;
    for (const [i, statement] of again.entries()) {
      bar.show(missing * (1 + (0.5 * i) / again.length), missing * 1.5);
      await loader.run(statement);
    }
    await loader.run('commit');
    bar.end();

    function one(procedure: DemoProcedure, submitted: Date, number: number): void {
      const at = submitted.getTime();
      const [id, instance, token] = [random.id(at), random.id(at), random.id(at)];
      const step = random.pick(procedure.steps);
      const { desk, leadership, clerk } = procedure.places;
      const received = step.element === 'receive';
      const accepted = received ? null : new Date(at + Math.floor(random.next() * 7_200_000));
      const due = accepted && addWorkingTime(catalogue.calendar, accepted, { minutes: procedure.limitMinutes });
      const entered = accepted ? new Date(Math.min(now, accepted.getTime() + 60_000)) : submitted;
      const minutes = Math.max(1, Math.round((procedure.limitMinutes * (step.share ?? 5)) / 100));
      const people = catalogue.officials.get(`${step.unit}/${step.role}`) ?? [];
      const { name: person } = someone(random);
      const reference = `bench-${number.toString(36)}-${random.below(1e6).toString(36)}`;
      const code = accepted && `${procedure.agencyCode}-${localDate(submitted).replaceAll('-', '').slice(2)}-b${number}`;
      add('one_stop.dossier', {
        id,
        reference,
        code,
        procedure_code: procedure.code,
        version_id: procedure.versionId,
        form_id: procedure.formId,
        ruleset: catalogue.ruleset(localDate(submitted)),
        title: procedure.title,
        business_type: procedure.businessType,
        data_class: procedure.dataClass,
        unit_id: procedure.agency,
        section_id: procedure.section,
        desk_id: desk,
        units: [...new Set([procedure.agency, desk, procedure.section ?? procedure.agency, leadership, clerk])],
        status: received ? 1 : step.element === 'return' ? 9 : 4,
        channel: ['online', 'counter', 'post'][number % 3],
        applicant_name: person,
        owner_name: person,
        contact: { name: person, phone: '0900000000', email: '' },
        data: { applicant: { name: person }, capacity: 'self', deliveryMethod: 'screen' },
        delivery: { method: 'screen' },
        words: fold(`${person} ${reference} ${code ?? ''}`).trim(),
        submitted_at: submitted,
        accepted_at: accepted,
        limit_minutes: accepted && procedure.limitMinutes,
        due_at: due,
        promised_at: due,
        settled_at: step.element === 'return' ? entered : null,
        outcome: step.element === 'return' ? 'granted' : null,
        changed_at: entered,
      });
      // Whoever is to be told of its limit has been told: the watch over limits keeps still while the bench measures.
      if (due)
        add('one_stop.warning', {
          dossier_id: id,
          kind: due.getTime() <= now ? 'late' : 'due-in-1',
          about: due,
          at: new Date(now),
        });
      add('process.instance', {
        id: instance,
        definition_id: procedure.processId,
        owner: 'one-stop',
        business_key: id,
        variables: { units: { agency: procedure.agency }, limitMinutes: procedure.limitMinutes },
        started_at: submitted,
      });
      add('process.token', { id: token, instance_id: instance, element: step.element, entered_at: entered });
      add('process.task', {
        id: random.id(entered.getTime()),
        instance_id: instance,
        token_id: token,
        owner: 'one-stop',
        business_key: id,
        element: step.element,
        name_vi: step.vi,
        name_en: step.en,
        role: step.role,
        unit_id: step.unit,
        assignee: step.role === 'specialist' && people.length > 0 ? random.pick(people).id : null,
        share: step.share,
        minutes: accepted && minutes,
        created_at: entered,
        due_at: addWorkingTime(catalogue.calendar, entered, { minutes }),
      });
    }
  } finally {
    await loader.close();
  }
}
