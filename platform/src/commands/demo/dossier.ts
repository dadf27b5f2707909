import { addWorkingTime, fold, localDate, workingTimeBetween } from '@dinh/kernel';
import { accountOf, someone } from './applicants.ts';
import type { Catalogue, DemoProcedure } from './catalogue.ts';
import { written } from './facts.ts';
import { type History, historyOf } from './history.ts';
import { later, type Making } from './making.ts';
import { businessName } from './names.ts';
import { giveCode, makeReference } from './numbers.ts';
import { type Running, writeProcess } from './process.ts';
import { issueReceipt, pay } from './receipt.ts';
import { writeSteps } from './steps.ts';
import type { Rows } from './tables.ts';
import { writeWaiting } from './waiting.ts';
import { makeWay, type Way } from './way.ts';

/** Makes one dossier with everything that belongs to it, as the modules themselves would have left it. */
export function makeDossier(rows: Rows, making: Making, procedure: DemoProcedure, submitted: Date): void {
  const { random, catalogue, now } = making;
  const at = submitted.getTime();
  const id = random.id(at);
  const reference = makeReference(random);
  const channel = random.next() < 0.55 ? 'online' : random.next() < 0.95 ? 'counter' : 'post';
  const account = channel === 'online' || random.next() < 0.3 ? accountOf(rows, making, submitted) : undefined;
  const { name: person, phone } = account ?? someone(random);
  const applicant = account?.id ?? null;
  const forBusiness = procedure.audience === 'business' || (procedure.audience === 'both' && random.next() < 0.3);
  const owner = forBusiness ? businessName(random) : person;
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
  const capacity = forBusiness ? 'business' : 'self';
  const deliveryMethod = random.next() < 0.6 ? 'screen' : random.next() < 0.7 ? 'desk' : 'post';
  const places = placesOf(catalogue, procedure);
  const address = addressAt(catalogue, places, phone);
  const data = catalogue.answers.make(
    procedure.formId,
    { capacity, deliveryMethod },
    {
      who: { name: person, phone, owner, address, procedure: short(procedure.title) },
      submitted,
      random,
      near: () => addressAt(catalogue, places, String(random.below(100_000_000))),
    },
  );
  const dossier: Record<string, unknown> = {
    id,
    reference,
    procedure_code: procedure.code,
    version_id: procedure.versionId,
    form_id: procedure.formId,
    ruleset: catalogue.ruleset(localDate(submitted)),
    title: procedure.title,
    business_type: procedure.businessType,
    data_class: procedure.dataClass,
    unit_id: procedure.agency,
    section_id: procedure.section,
    desk_id: procedure.places.desk,
    units,
    status: 1,
    channel,
    capacity,
    applicant_id: applicant,
    owner_id: forBusiness ? null : applicant,
    applicant_name: person,
    owner_name: owner,
    contact: { name: person, phone, email: '' },
    data: data ?? { applicant: { name: person, phone, address }, capacity, deliveryMethod },
    delivery: { method: deliveryMethod, ...(deliveryMethod === 'post' && { address }) },
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
  dossier['words'] = fold(`${owner} ${person} ${reference} ${phone} ${(dossier['code'] as string | undefined) ?? ''}`.trim());
  rows.add('one_stop.dossier', dossier);
}

/** Writes what was done, by whom, and where that has left the dossier. */
function writeWay(
  rows: Rows,
  making: Making,
  procedure: DemoProcedure,
  dossier: Record<string, unknown>,
  way: Way,
  history: History,
): void {
  const { random, catalogue } = making;
  const submitted = dossier['submitted_at'] as Date;
  const running: Running = {
    id: dossier['id'] as string,
    instance: random.id(submitted.getTime()),
    token: random.id(submitted.getTime()),
  };
  const last = way.done.at(-1);
  const appraisal = writeSteps(rows, making, procedure, running, way, history);
  const ended = finish(dossier, way, catalogue);
  if (way.waits) writeWaiting(rows, making, procedure, dossier, way.waits, appraisal.specialist, history);
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
  writeProcess(rows, making, procedure, running, way, appraisal, {
    submitted,
    changed,
    ended,
    answers: dossier['data'],
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

/** Some procedures are called by half a page; nobody writes so much into a form. */
const short = (title: string): string => (title.length > 200 ? `${title.slice(0, 199).trimEnd()}…` : title);

/** The communes whose people file here: of a district for what it settles, else all. */
function placesOf({ communes }: Catalogue, { agency }: DemoProcedure): Catalogue['communes'] {
  const near = communes.filter(({ path }) => path.includes(agency));
  return near.length > 0 ? near : communes;
}

/** An address by a number: by their telephone, so that whoever files again lives where they lived. */
function addressAt({ details }: Catalogue, communes: Catalogue['communes'], number: string): object | undefined {
  const home = communes[Number(number.slice(-6)) % communes.length];
  return home && { ...home.address, detail: written(details, number, 0) };
}
