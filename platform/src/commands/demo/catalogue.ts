import { type App, type CalendarBody, compileCalendar, localDate, sql, type WorkingCalendar } from '@dinh/kernel';
import { demonstrationPersons, classOf, dataClasses, type DataClasses } from '@dinh/identity';
import { type FormDefinition, formEnvironment } from '@dinh/forms';
import { registerFormat } from '@dinh/one-stop';
import { type CatchEvent, compileBpmn, type UserTask } from '@dinh/process';
import { readAnswerFile } from './answer-file.ts';
import { type Answers, answersOf } from './answers.ts';

/** One step of the usual way of a dossier. */
export interface DemoStep {
  readonly element: string;
  readonly vi: string;
  readonly en: string;
  readonly role: string;
  readonly unit: number;
  readonly share: number | null;
  readonly outcome: string;
}

/** Where a dossier waits for its applicant: for a supplement (status 5) or for money (status 6). */
export interface DemoWait {
  readonly element: string;
  readonly message: string;
  readonly vi: string;
  readonly en: string;
}

/** A procedure with everything that its dossiers have in common. */
export interface DemoProcedure {
  readonly code: string;
  readonly versionId: string;
  readonly formId: string;
  readonly processId: string;
  readonly title: string;
  readonly businessType: string;
  readonly dataClass: string | null;
  readonly audience: string;
  readonly agency: number;
  readonly agencyCode: string;
  readonly section: number | null;
  readonly places: { readonly desk: number; readonly leadership: number; readonly clerk: number };
  readonly limitMinutes: number;
  readonly steps: readonly DemoStep[];
  /** Whether the people of the demonstration can take its dossiers all the way. */
  readonly shown: boolean;
  readonly supplement: DemoWait | undefined;
  readonly duty: DemoWait | undefined;
  readonly components: readonly { readonly key: string; readonly name: string }[];
}

export interface Catalogue {
  readonly procedures: readonly DemoProcedure[];
  readonly calendar: WorkingCalendar;
  readonly ruleset: (day: string) => string;
  /** The number of a receipt by its ruleset; undefined where receipts are not numbered. */
  readonly receiptNumber: (ruleset: string, year: number, sequence: number) => string | undefined;
  readonly answers: Answers;
  readonly refusals: readonly string[];
  /** How an address begins, of those in the pack; the same for the same telephone or number. */
  readonly details: readonly string[];
  /** The communes, as answers name them, with the units above them. */
  readonly communes: readonly {
    readonly address: Readonly<Record<string, string>>;
    readonly path: readonly number[];
  }[];
  /** Officials by `unit/role`. */
  readonly officials: ReadonlyMap<string, readonly { readonly id: string; readonly name: string }[]>;
}

/** The outcomes by which a dossier goes the usual way, in its order; other steps are left out. */
const usual: Readonly<Record<string, string>> = {
  receive: 'accept',
  assign: 'assign',
  study: 'no-consultation',
  appraise: 'propose-approval',
  review: 'forward',
  submit: 'submit',
  approve: 'sign',
  stamp: 'issue',
  return: 'return',
};

interface Row {
  code: string;
  version_id: string;
  title: string;
  business_type: string;
  audience: string;
  agency_id: number;
  agency_code: string;
  section_id: number | null;
  body: {
    process: string;
    form: string;
    timeLimit: { amount: number; unit: string };
    components: { key: string; name: { vi: string }; satisfiedBy?: string; when?: string }[];
  };
}

interface RulesetBody {
  readonly key: string;
  readonly effectiveFrom: string;
  readonly forms: readonly { readonly key: string; readonly register?: string }[];
}

/** Reads what dossiers can be about. @throws Error when no pack is loaded */
export async function readCatalogue(app: App): Promise<Catalogue> {
  const { db, definitions } = app;
  const today = localDate(app.clock.now());
  const [rows, units, people, forms, processes, rulesets, calendar, classes, file, env] = await Promise.all([
    db.all<Row>(
      sql`select p.code, p.version_id, p.short_name as title, p.business_type, p.audience, p.agency_id, u.code as agency_code, p.section_id, d.body
          from procedures.v_procedure p join identity.v_unit u on u.id = p.agency_id join kernel.definition d on d.id = p.version_id order by p.code`,
    ),
    db.all<{ id: number; key: string; parent_id: number | null; kind: string; path: number[] }>(
      sql`select id, key, parent_id, kind, path from identity.v_unit where valid_to is null or valid_to > ${today}::date`,
    ),
    db.all<{ id: string; name: string; unit_id: number; role: string; shown: boolean }>(
      sql`select o.person_id as id, o.name, o.unit_id, o.role, o.person_id in (${demonstrationPersons}) as shown
          from identity.v_official o
          where o.valid_to is null or o.valid_to > ${today}::date order by o.person_id`,
    ),
    definitions.allAt<FormDefinition>('form', today),
    definitions.allAt<{ bpmn: string }>('process', today),
    definitions.allAt<RulesetBody>('ruleset', '9999-12-30'),
    definitions.at<CalendarBody>('calendar', 'province', today),
    dataClasses(app, app.clock.now()),
    readAnswerFile(app.config.packFolder),
    formEnvironment(app, app.clock.now(), 'vi'),
  ]);
  if (rows.length === 0 || !calendar) throw new Error('no pack is loaded: run “npm start” or “dinh pack load” first');
  const officials = new Map<string, { id: string; name: string }[]>();
  for (const { id, name, unit_id, role } of people) {
    const key = `${unit_id}/${role}`;
    officials.set(key, [...(officials.get(key) ?? []), { id, name }]);
  }
  const formIds = new Map(forms.map((d) => [d.key, d.id]));
  const ways = new Map(processes.map((d) => [d.key, { id: d.id, ...usualWay(d.body.bpmn) }]));
  const shown = new Set(people.filter((one) => one.shown).map((one) => `${one.unit_id}/${one.role}`));
  const unitPath = new Map(units.map((u) => [u.id, u.path]));
  const procedures = rows.flatMap((row) => procedure(row, { formIds, ways, units, unitPath, shown, classes }));
  const byStart = rulesets.map((d) => d.body).sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  return {
    procedures,
    calendar: compileCalendar(calendar.body, []),
    receiptNumber: receiptNumbers(byStart),
    answers: answersOf(new Map(forms.map(({ id, body }) => [id, body])), file, env),
    refusals: file.refusals,
    details: [file.facts['detail'] ?? 'Số ##'].flat(),
    communes: communesOf(units),
    ruleset: (day) => (byStart.find((r) => r.effectiveFrom <= day) ?? byStart.at(-1)!).key,
    officials,
  };
}

function communesOf(units: readonly { id: number; key: string; kind: string; path: readonly number[] }[]): Catalogue['communes'] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  return units
    .filter((unit) => unit.kind === 'commune')
    .map(({ path }) => ({
      path,
      address: Object.fromEntries(
        path.flatMap((id) => {
          const unit = byId.get(id);
          return unit && ['province', 'district', 'commune'].includes(unit.kind) ? [[unit.kind, unit.key]] : [];
        }),
      ),
    }));
}

function receiptNumbers(rulesets: readonly RulesetBody[]): Catalogue['receiptNumber'] {
  const formats = new Map(rulesets.map((one) => [one.key, one.forms.find((form) => form.key === 'receipt')?.register]));
  return (ruleset, year, sequence) => {
    const format = formats.get(ruleset);
    if (format === undefined) return undefined;
    const { before, width, after } = registerFormat(format, year);
    return `${before}${String(sequence).padStart(width, '0')}${after}`;
  };
}

interface Way {
  readonly tasks: readonly UserTask[];
  readonly supplement: DemoWait | undefined;
  readonly duty: DemoWait | undefined;
}

function usualWay(bpmn: string): Way {
  const nodes = compileBpmn(bpmn).graph?.nodes ?? new Map();
  const waits = [...nodes.values()].flatMap((node) => {
    const { kind, trigger, status } = node as CatchEvent;
    return kind === 'catch' && trigger.type === 'message'
      ? [{ status, element: node.id, message: trigger.name, vi: node.name.vi, en: node.name.en }]
      : [];
  });
  // What the appraisal waits for comes last; before the acceptance no limit runs yet.
  const wait = (status: number): DemoWait | undefined => waits.findLast((one) => one.status === status);
  const tasks = Object.keys(usual).flatMap((id) => {
    const node = nodes.get(id) as UserTask | undefined;
    return node?.kind === 'user-task' && node.outcomes.some((o) => o.key === usual[id]) ? [node] : [];
  });
  return { tasks, supplement: wait(5), duty: wait(6) };
}

interface Read {
  readonly formIds: ReadonlyMap<string, string>;
  readonly ways: ReadonlyMap<string, Way & { readonly id: string }>;
  readonly units: readonly { id: number; parent_id: number | null; kind: string }[];
  readonly unitPath: ReadonlyMap<number, readonly number[]>;
  /** `unit/role` of the people of the demonstration. */
  readonly shown: ReadonlySet<string>;
  readonly classes: DataClasses | undefined;
}

function procedure(row: Row, { formIds, ways, units, unitPath, shown, classes }: Read): DemoProcedure[] {
  const formId = formIds.get(row.body.form);
  const way = ways.get(row.body.process);
  const above = [...(unitPath.get(row.agency_id) ?? [])].reverse();
  const near = (kind: string): number | undefined =>
    above.flatMap((id) => units.filter((u) => u.kind === kind && u.parent_id === id))[0]?.id;
  const desk = near('desk');
  if (!formId || !way || desk === undefined) return [];
  const places = {
    desk,
    leadership: near('leadership') ?? row.agency_id,
    clerk: near('clerk') ?? row.agency_id,
  };
  const place: Record<string, number> = {
    ...places,
    reception: desk,
    section: row.section_id ?? row.agency_id,
    agency: row.agency_id,
  };
  const steps = way.tasks.map((task) => ({
    element: task.id,
    vi: task.name.vi,
    en: task.name.en,
    role: task.role,
    unit: place[/units\.(\w+)/.exec(task.unit?.source ?? '')?.[1] ?? ''] ?? row.agency_id,
    share: task.share ?? null,
    outcome: usual[task.id]!,
  }));
  const { amount, unit } = row.body.timeLimit;
  return [
    {
      code: row.code,
      versionId: row.version_id,
      formId,
      processId: way.id,
      title: row.title,
      businessType: row.business_type,
      dataClass: classOf(classes, { procedure: row.code, field: row.business_type }),
      audience: row.audience,
      agency: row.agency_id,
      agencyCode: row.agency_code,
      section: row.section_id,
      places,
      limitMinutes: unit === 'working-day' ? amount * 450 : amount * 60,
      steps,
      shown: steps.every((step) => shown.has(`${step.unit}/${step.role}`)),
      supplement: way.supplement,
      duty: way.duty,
      // The form is filled in, and what only some must bring (a power of attorney) these need not.
      components: row.body.components
        .filter((c) => c.satisfiedBy !== 'form' && c.when === undefined)
        .slice(0, 3)
        .map((c) => ({ key: c.key, name: c.name.vi })),
    },
  ];
}
