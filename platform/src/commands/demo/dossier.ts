import { addWorkingTime, fold, localDate, workingTimeBetween } from '@dinh/kernel';
import type { Catalogue, DemoProcedure, DemoStep, DemoWait } from './catalogue.ts';
import { accountOf, type Applicant, someone } from './applicants.ts';
import { businessName } from './names.ts';
import { issueReceipt, pay } from './receipt.ts';
import type { Random } from './random.ts';
import type { Rows } from './tables.ts';

const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface Making {
  readonly catalogue: Catalogue;
  readonly random: Random;
  /** The last number given, by `unit/day`. */
  readonly counters: Map<string, number>;
  /** The last number of a receipt, by `unit/year`. */
  readonly receipts: Map<string, number>;
  /** Those who have an account and file again and again. */
  readonly applicants: Applicant[];
  readonly now: Date;
}

/** Makes one dossier with everything that belongs to it, as the modules themselves would have left it. */
export function makeDossier(rows: Rows, making: Making, procedure: DemoProcedure, submitted: Date): void {
  const { random, catalogue, now } = making;
  const at = submitted.getTime();
  const id = random.id(at);
  const reference = makeReference(random);
  const channel = random.next() < 0.55 ? 'online' : random.next() < 0.95 ? 'counter' : 'post';
  const account =
    channel === 'online' || random.next() < 0.3 ? accountOf(rows, making, submitted) : undefined;
  const { name: person, phone } = account ?? someone(random);
  const applicant = account?.id ?? null;
  const owner = procedure.audience === 'business' || random.next() < 0.15 ? businessName(random) : person;
  const fee = random.next() < 0.4 ? 10_000 * (2 + random.below(40)) : 0;
  const fate = random.next();
  const received = channel === 'online' ? later(making, submitted, 30 * random.spread(1.2)) : submitted;
  const accepted = received <= now && fate > 0.015 ? received : undefined;
  const units = [
    ...new Set([
      procedure.agency,
      procedure.places.desk,
      procedure.section ?? procedure.agency,
      procedure.places.leadership,
      procedure.places.clerk,
    ]),
  ];
  const dossier: Record<string, unknown> = {
    id,
    reference,
    procedure_code: procedure.code,
    version_id: procedure.versionId,
    form_id: procedure.formId,
    ruleset: catalogue.ruleset(localDate(submitted)),
    title: procedure.title,
    business_type: procedure.businessType,
    unit_id: procedure.agency,
    section_id: procedure.section,
    desk_id: procedure.places.desk,
    units,
    status: 1,
    channel,
    capacity: owner === person ? 'self' : 'business',
    applicant_id: applicant,
    owner_id: owner === person ? applicant : null,
    applicant_name: person,
    owner_name: owner,
    contact: { name: person, phone, email: '' },
    data: {
      applicant: { name: person, phone, ...addressOf(catalogue, procedure, phone) },
      capacity: owner === person ? 'self' : 'business',
      deliveryMethod: 'screen',
    },
    delivery: { method: random.next() < 0.8 ? 'screen' : 'post' },
    fee,
    fee_reason: fee > 0 ? 'Theo biểu phí' : '',
    fee_state: fee === 0 ? 'none' : accepted ? 'paid' : 'at-desk',
    submitted_at: submitted,
    extended: false,
    version: 1,
  };
  const history = historyOf(rows, id);
  history(submitted, 'filed', 1, applicant, person, procedure.places.desk, null, { channel, fee });
  for (const c of procedure.components)
    rows.add('one_stop.component', {
      id: random.id(at),
      dossier_id: id,
      key: c.key,
      name: c.name,
      origin: 'paper',
      form: 'copy',
      copies: 1,
      added_at: submitted,
    });
  const way = makeWay(making, procedure, submitted, received, accepted, fate);
  if (accepted) {
    const dueAt = addWorkingTime(catalogue.calendar, accepted, { minutes: procedure.limitMinutes });
    Object.assign(dossier, {
      code: giveCode(making, procedure, accepted),
      accepted_at: accepted,
      limit_minutes: procedure.limitMinutes,
      due_at: dueAt,
      promised_at: dueAt,
    });
    if (fee > 0) pay(rows, making, id, dossier, fee, accepted);
    issueReceipt(rows, making, dossier, accepted);
  }
  writeWay(rows, making, procedure, dossier, way, history);
  dossier['words'] = fold(
    `${owner} ${person} ${reference} ${phone} ${(dossier['code'] as string | undefined) ?? ''}`.trim(),
  );
  rows.add('one_stop.dossier', dossier);
}

/** Where somebody lives: by their telephone, so that whoever files again lives where they lived; below a district for what it settles. */
function addressOf({ communes }: Catalogue, procedure: DemoProcedure, phone: string): object {
  const near = communes.filter(({ path }) => path.includes(procedure.agency));
  const among = near.length > 0 ? near : communes;
  const home = among[Number(phone.slice(-6)) % among.length];
  return home ? { address: { ...home.address, detail: `Số ${1 + (Number(phone.slice(-3)) % 200)}` } } : {};
}

interface Done {
  readonly step: DemoStep;
  readonly from: Date;
  /** Undefined while it is open. */
  readonly to: Date | undefined;
}

interface Way {
  readonly done: readonly Done[];
  /** How it ended before its usual end. */
  readonly cut: 'not-accepted' | 'withdrawn' | 'stopped' | undefined;
  readonly refused: boolean;
  /** For what it waits now, and since when. */
  readonly waits?: { readonly status: 5 | 6; readonly at: DemoWait; readonly since: Date } | undefined;
}

/** The steps with their times, up to now. Nine of ten dossiers are in time. */
function makeWay(
  making: Making,
  procedure: DemoProcedure,
  submitted: Date,
  received: Date,
  accepted: Date | undefined,
  fate: number,
): Way {
  const { random, now } = making;
  const [first, ...others] = procedure.steps;
  const done: Done[] = [];
  if (!first) return { done, cut: undefined, refused: false };
  if (!accepted) {
    const refused = received <= now; // refused at the desk
    return {
      done: [{ step: first, from: submitted, to: refused ? received : undefined }],
      cut: refused ? 'not-accepted' : undefined,
      refused: false,
    };
  }
  done.push({ step: first, from: submitted, to: accepted });
  const cut = fate < 0.025 ? 'withdrawn' : fate < 0.03 ? 'stopped' : undefined;
  const pace = 0.55 * random.spread(0.42); // share of the limit that it takes
  const shares = others.map((step) => (step.share ?? 5) * random.spread(0.3));
  const sum = shares.reduce((a, b) => a + b, 0) || 1;
  let at = accepted;
  for (const [i, step] of others.entries()) {
    const from = at;
    const minutes = (procedure.limitMinutes * pace * shares[i]!) / sum;
    at = later(making, from, step.element === 'return' ? 300 * random.spread(1) : minutes);
    const stopsHere = cut !== undefined && i === 2;
    done.push({ step, from, to: at <= now ? at : undefined });
    if (at > now || stopsHere) break;
  }
  const open = done.at(-1)!.to === undefined;
  const way: Way = { done, cut: cut && !open ? cut : undefined, refused: fate > 0.97 };
  return open ? waiting(making, procedure, way) : way;
}

/** Some of those that are open wait for their applicant: one in eight under appraisal, three in five where money is due. */
function waiting({ random, now }: Making, { supplement, duty }: DemoProcedure, way: Way): Way {
  const last = way.done.at(-1)!;
  const before = way.done.slice(0, -1);
  if (supplement && last.step.element === 'appraise' && random.next() < 0.125) {
    const since = new Date(
      last.from.getTime() + Math.floor((now.getTime() - last.from.getTime()) * random.next()),
    );
    const asked = { ...last, step: { ...last.step, outcome: 'request-supplement' }, to: since };
    return { ...way, done: [...before, asked], waits: { status: 5, at: supplement, since } };
  }
  if (duty && last.step.element === 'approve' && random.next() < 0.6)
    return { ...way, done: before, waits: { status: 6, at: duty, since: last.from } };
  return way;
}

function writeWay(
  rows: Rows,
  making: Making,
  procedure: DemoProcedure,
  dossier: Record<string, unknown>,
  way: Way,
  history: History,
): void {
  const { random, catalogue } = making;
  const id = dossier['id'] as string;
  const submitted = dossier['submitted_at'] as Date;
  const instance = random.id(submitted.getTime());
  const token = random.id(submitted.getTime());
  const last = way.done.at(-1);
  const open = last?.to === undefined || way.waits !== undefined;
  let specialist: { id: string; name: string } | undefined;
  let proposal: string | null = null;
  for (const { step, from, to } of way.done) {
    const people = catalogue.officials.get(`${step.unit}/${step.role}`) ?? [];
    if (step.role === 'specialist') specialist ??= people.length > 0 ? random.pick(people) : undefined;
    const who = step.role === 'specialist' ? specialist : people.length > 0 ? random.pick(people) : undefined;
    const isLast = to !== undefined && to === last?.to;
    const cancelled = isLast && (way.cut === 'withdrawn' || way.cut === 'stopped');
    const outcome =
      isLast && way.cut === 'not-accepted'
        ? 'refuse'
        : step.element === 'appraise' && way.refused && step.outcome === 'propose-approval'
          ? 'propose-refusal'
          : step.outcome;
    if (to && step.element === 'appraise') proposal = outcome;
    const minutes =
      step.share === null ? null : Math.max(1, Math.round((procedure.limitMinutes * step.share) / 100));
    rows.add('process.task', {
      id: random.id(from.getTime()),
      instance_id: instance,
      token_id: token,
      owner: 'one-stop',
      business_key: id,
      element: step.element,
      name_vi: step.vi,
      name_en: step.en,
      role: step.role,
      unit_id: step.unit,
      assignee: step.role === 'specialist' ? specialist?.id : null,
      state: to ? (cancelled ? 'cancelled' : 'done') : 'open',
      outcome: to && !cancelled ? outcome : null,
      share: step.share,
      minutes,
      created_at: from,
      due_at: minutes === null ? null : new Date(from.getTime() + minutes * 190_000),
      ended_at: to ?? null,
      completed_by: to ? who?.id : null,
      completed_name: to ? (who?.name ?? 'Hệ thống') : null,
      version: to ? 2 : 1,
    });
    if (!to || cancelled) continue;
    if (step.element === 'receive')
      history(
        to,
        way.cut === 'not-accepted' ? 'refused' : 'accepted',
        way.cut === 'not-accepted' ? 3 : 2,
        who?.id ?? null,
        who?.name ?? 'Hệ thống',
        step.unit,
        null,
        {},
      );
    else
      history(
        to,
        step.element === 'return' ? 'returned' : `${step.element}/${outcome}`,
        step.element === 'return' ? 10 : step.element === 'stamp' ? 9 : 4,
        who?.id ?? null,
        who?.name ?? 'Hệ thống',
        step.unit,
        step.vi,
        {},
        step.element === 'return',
      );
  }
  const ended = finish(dossier, way, catalogue);
  if (way.waits) {
    const { status, since } = way.waits;
    Object.assign(dossier, { status, paused_at: since });
    const amount = 100_000 * (1 + random.below(200));
    const ask = status === 5 ? 'Cần bổ sung giấy tờ còn thiếu' : 'Lệ phí trước bạ';
    const items = [{ name: procedure.components[0]?.name ?? ask, reason: '' }];
    history(
      since,
      status === 5 ? 'supplement-requested' : 'duty-required',
      status,
      specialist?.id ?? null,
      specialist?.name ?? 'Hệ thống',
      procedure.section ?? procedure.agency,
      null,
      status === 5 ? { items, stage: 'appraisal', breach: false } : { amount, reason: ask },
    );
    if (status === 5)
      rows.add('one_stop.supplement', {
        id: random.id(since.getTime()),
        dossier_id: id,
        stage: 'appraisal',
        items: JSON.stringify(items),
        reason: ask,
        requested_at: since,
        requested_by: specialist?.id ?? random.id(since.getTime()),
      });
  }
  if (way.cut === 'withdrawn' || way.cut === 'stopped')
    history(
      last!.to!,
      way.cut,
      way.cut === 'withdrawn' ? 7 : 8,
      null,
      dossier['applicant_name'] as string,
      procedure.agency,
      null,
      {},
    );
  const changed = last?.to ?? last?.from ?? submitted;
  Object.assign(dossier, { changed_at: changed, version: 1 + way.done.length });
  const { desk, leadership, clerk } = procedure.places;
  rows.add('process.instance', {
    id: instance,
    definition_id: procedure.processId,
    owner: 'one-stop',
    business_key: id,
    state: open
      ? 'running'
      : way.cut === 'withdrawn' || way.cut === 'stopped'
        ? 'cancelled'
        : ended
          ? 'completed'
          : 'running',
    variables: {
      units: {
        agency: procedure.agency,
        reception: desk,
        section: procedure.section ?? procedure.agency,
        leadership,
        clerk,
      },
      limitMinutes: procedure.limitMinutes,
      proposal,
      specialist: specialist?.id ?? null,
      consultations: [],
    },
    version: way.done.length,
    started_at: submitted,
    ended_at: open ? null : changed,
  });
  if (way.waits) {
    const { at, since } = way.waits;
    rows.add('process.subscription', {
      id: random.id(since.getTime()),
      instance_id: instance,
      token_id: token,
      business_key: id,
      element: at.element,
      name: at.message,
      label_vi: at.vi,
      label_en: at.en,
      created_at: since,
      held: true,
    });
  }
  if (open && last)
    rows.add('process.token', {
      id: token,
      instance_id: instance,
      element: way.waits?.at.element ?? last.step.element,
      repeats: false,
      entered_at: way.waits?.since ?? last.from,
    });
}

/** Status, outcome and times of a dossier by the steps that were done. @returns whether it has ended */
function finish(dossier: Record<string, unknown>, way: Way, catalogue: Catalogue): boolean {
  const at = (element: string): Date | undefined => way.done.find((d) => d.step.element === element)?.to;
  const settled = at('stamp') ?? at('return');
  const returned = at('return');
  const accepted = dossier['accepted_at'] as Date | undefined;
  if (way.cut) {
    const end = way.done.at(-1)!.to!;
    const status = { 'not-accepted': 3, withdrawn: 7, stopped: 8 }[way.cut];
    Object.assign(dossier, { status, outcome: way.cut, settled_at: end });
    return true;
  }
  if (!accepted) return false;
  Object.assign(dossier, { status: returned ? 10 : settled ? 9 : way.done.length > 1 ? 4 : 2 });
  if (!settled) return false;
  Object.assign(dossier, {
    outcome: way.refused ? 'refused' : 'granted',
    settled_at: settled,
    returned_at: returned ?? null,
    worked_minutes: Math.round(workingTimeBetween(catalogue.calendar, accepted, settled)),
    breach: settled > (dossier['due_at'] as Date) ? 'late' : null,
  });
  return returned !== undefined;
}

type History = (
  at: Date,
  act: string,
  status: number,
  person: string | null,
  name: string,
  unit: number,
  step: string | null,
  data: object,
  open?: boolean,
) => void;

function historyOf(rows: Rows, dossier: string): History {
  let number = 0;
  return (at, act, status, person, name, unit, step, data, open = step === null) =>
    rows.add('one_stop.history', {
      dossier_id: dossier,
      number: ++number,
      at,
      act,
      status,
      person_id: person,
      person_name: name,
      unit_id: unit,
      step,
      data,
      public: open,
    });
}

function giveCode({ counters }: Making, procedure: DemoProcedure, accepted: Date): string {
  const date = localDate(accepted);
  const key = `${procedure.agencyCode}/${date}`;
  const number = (counters.get(key) ?? 0) + 1;
  counters.set(key, number);
  return `${procedure.agencyCode}-${date.slice(2).replaceAll('-', '')}-${String(number).padStart(4, '0')}`;
}

function makeReference(random: Random): string {
  let text = '';
  for (let i = 0; i < 12; i++) text += (i % 4 === 0 && i > 0 ? '-' : '') + letters[random.below(30)]!;
  return text;
}

/** So many working minutes later, to the second. */
function later({ catalogue, random }: Making, from: Date, minutes: number): Date {
  const at = addWorkingTime(catalogue.calendar, from, { minutes: Math.max(1, Math.round(minutes)) });
  return new Date(at.getTime() + random.below(60_000));
}
