import type { KeptRule } from '@dinh/decision';
import { type Context, localDate, query, shape, sql } from '@dinh/kernel';
import { decidedColumns, type InstanceDecision } from '@dinh/process';
import { Type } from 'typebox';
import { dossierNotFound } from '../errors.ts';
import { clockOf, type DossierClock } from '../model/clock.ts';
import { type Dossier, dossierColumns, visible } from '../model/dossier.ts';
import { doable } from '../model/task.ts';
import { unitNameAt } from '../model/unit-name.ts';

/** Everything on the page of a dossier, as JSON rows by subject. */
export interface DossierPage {
  /** The right to act for the owner under which it was filed, if that still holds, with its last day. */
  readonly under: { readonly until: string | null } | null;
  readonly dossier: Dossier;
  readonly clock: DossierClock;
  readonly components: {
    id: string;
    key: string;
    name: string;
    origin: string;
    form: string;
    copies: number;
    file: string | null;
    fileName: string | null;
    mediaType: string | null;
    size: number | null;
    addedAt: string;
    supersededAt: string | null;
  }[];
  readonly history: {
    number: number;
    at: string;
    act: string;
    status: number;
    personName: string;
    behalfOf: string | null;
    unit: string | null;
    step: string | null;
    comment: string | null;
    data: Record<string, unknown>;
    public: boolean;
  }[];
  readonly tasks: {
    id: string;
    element: string;
    nameVi: string;
    nameEn: string;
    role: string;
    unitId: number | null;
    unit: string | null;
    assignee: string | null;
    assigneeName: string | null;
    state: string;
    outcome: string | null;
    comment: string | null;
    createdAt: string;
    dueAt: string | null;
    endedAt: string | null;
    completedName: string | null;
    minutes: number | null;
    /** Working minutes from the begin of the step to its end, or to now. */
    used: number;
    version: number;
    mine: boolean;
  }[];
  readonly papers: {
    id: string;
    template: string;
    number: number;
    registerNumber: string | null;
    issuedAt: string;
    /** What it is called, where a process printed it by drawing alone. */
    title: { vi: string; en: string } | null;
  }[];
  readonly supplements: {
    stage: string;
    items: { name: string; reason: string; component?: string }[];
    reason: string;
    requestedAt: string;
    answeredAt: string | null;
  }[];
  readonly consultations: {
    unit: string;
    subject: string;
    askedAt: string;
    dueAt: string;
    answeredAt: string | null;
    opinion: string | null;
    answer: string | null;
  }[];
  readonly visits: {
    id: string;
    at: string;
    place: string;
    people: string;
    subject: string;
    reportedAt: string | null;
    report: string | null;
    finding: string | null;
  }[];
  readonly handOvers: {
    fromUnit: string;
    toUnit: string;
    dueAt: string;
    madeAt: string | null;
    takenAt: string | null;
  }[];
  readonly extension: { reason: string; formerDue: string; newDue: string } | null;
  readonly payments: {
    id: string;
    purpose: string;
    occasion: number;
    amount: number;
    state: string;
    provider: string;
    paidAt: string | null;
    receipt: string | null;
    /** Why it was taken back; officials see it. */
    reason: string | null;
  }[];
  readonly results: {
    id: string;
    number: string | null;
    state: string;
    issuedOn: string | null;
    /** What was computed for it, with the rules that fired; officials see it. */
    computation: {
      readonly fired: readonly KeptRule[];
      readonly names: Readonly<Record<string, { vi: string; en: string; type?: string }>>;
    } | null;
  }[];
  /** What the program decided in steps of its own, with the rules that fired; officials see it. */
  readonly decisions: readonly InstanceDecision[];
  readonly rating: { dossier: number; agency: number; official: number; comment: string | null } | null;
  readonly places: {
    unit: { vi: string; en: string };
    section: { vi: string; en: string } | null;
    desk: { vi: string; en: string };
  };
}

const Anything = Type.Any();

/** A dossier with everything about it for officials in whose reach it is; for its owner, the owner's view. Audited (A4). */
export const viewDossier = query({
  name: 'one-stop.view-dossier',
  title: { vi: 'Xem hồ sơ', en: 'View a dossier' },
  seenAs: { vi: 'Xem hồ sơ', en: 'Looked at the dossier' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: Anything,
  may: 'one-stop.view-dossier',
  audit: true,
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const inside = ctx.principal.role === 'official' || ctx.principal.kind === 'system';
    const page = await dossierPage(ctx, input.id, !inside);
    ctx.concern(page.dossier.applicantId, page.dossier.ownerId);
    return inside ? page : ownersView(page);
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.view-dossier': typeof viewDossier;
  }
}

/**
 * Reads the page in one statement: each part is a JSON list beside the dossier.
 * @param own whether it may be the person's own; the caller then leaves out what is between officials
 * @throws dossierNotFound
 */
export async function dossierPage(ctx: Context, id: string, own: boolean): Promise<DossierPage> {
  const list = (body: ReturnType<typeof sql>) => sql`(select coalesce(jsonb_agg(x), '[]') from (${body}) x)`;
  const row = await ctx.db.maybe<Dossier & Omit<DossierPage, 'dossier' | 'clock'>>(
    sql`select ${dossierColumns},
      jsonb_build_object('unit', jsonb_build_object('vi', u.name_vi, 'en', u.name_en), 'desk', jsonb_build_object('vi', k.name_vi, 'en', k.name_en),
        'section', case when s.id is null then null else jsonb_build_object('vi', s.name_vi, 'en', s.name_en) end) as places,
      ${list(sql`select id, key, name, origin, form, copies, encode(file, 'hex') as file, file_name as "fileName", media_type as "mediaType", size, added_at as "addedAt",
                   superseded_at as "supersededAt" from one_stop.component where dossier_id = d.id order by added_at, key`)} as components,
      ${list(sql`select h.number, h.at, h.act, h.status, h.person_name as "personName", h.behalf_of as "behalfOf", ${unitNameAt('h.unit_id', 'h.at')} as unit, h.step, h.comment, h.data, h.public
                 from one_stop.history h where dossier_id = d.id order by number`)} as history,
      ${list(sql`select t.id, t.element, t.name_vi as "nameVi", t.name_en as "nameEn", t.role, t.unit_id as "unitId", tu.name_vi as unit, t.assignee, ta.name as "assigneeName",
                   t.state, t.outcome, t.comment, t.created_at as "createdAt", t.due_at as "dueAt", t.ended_at as "endedAt", t.completed_name as "completedName",
                   t.minutes, t.version, (t.state = 'open' and ${doable(ctx)}) as mine
                 from process.v_task t left join identity.v_unit tu on tu.id = t.unit_id left join identity.v_person ta on ta.id = t.assignee
                 where t.business_key = d.id::text order by t.created_at, t.ended_at nulls last, t.id`)} as tasks,
      ${list(sql`select id, template, number, register_number as "registerNumber", issued_at as "issuedAt", title from one_stop.paper where dossier_id = d.id order by issued_at`)} as papers,
      ${list(sql`select stage, items, reason, requested_at as "requestedAt", answered_at as "answeredAt" from one_stop.supplement where dossier_id = d.id order by requested_at`)} as supplements,
      ${list(sql`select cu.name_vi as unit, c.subject, c.asked_at as "askedAt", c.due_at as "dueAt", c.answered_at as "answeredAt", c.opinion, c.answer
                 from one_stop.consultation c join identity.v_unit cu on cu.id = c.unit_id where c.dossier_id = d.id order by c.asked_at`)} as consultations,
      ${list(sql`select id, at, place, people, subject, reported_at as "reportedAt", report, finding from one_stop.visit where dossier_id = d.id order by at`)} as visits,
      ${list(sql`select hf.name_vi as "fromUnit", ht.name_vi as "toUnit", o.due_at as "dueAt", o.made_at as "madeAt", o.taken_at as "takenAt"
                 from one_stop.hand_over o join identity.v_unit hf on hf.id = o.from_unit join identity.v_unit ht on ht.id = o.to_unit where o.dossier_id = d.id order by o.due_at`)} as "handOvers",
      (select jsonb_build_object('reason', reason, 'formerDue', former_due, 'newDue', new_due) from one_stop.extension where dossier_id = d.id) as extension,
      ${list(sql`select id, purpose, occasion, amount, state, provider, paid_at as "paidAt", receipt, case when state = 'voided' then reason end as reason from payments.v_payment where subject = 'dossier:' || d.id order by created_at`)} as payments,
      ${list(sql`select id, number, state, issued_on as "issuedOn", computation from results.v_result where dossier_id = d.id order by id`)} as results,
      ${list(sql`select ${decidedColumns} from process.v_decided decided where decided.business_key = d.id::text order by decided.id`)} as decisions,
      (select jsonb_build_object('until', a.valid_to - 1) from identity.v_authority a
        where a.id = d.authority_id and a.valid_from <= ${localDate(ctx.now)}::date and (a.valid_to is null or a.valid_to > ${localDate(ctx.now)}::date)) as under,
      (select jsonb_build_object('dossier', dossier, 'agency', agency, 'official', official, 'comment', comment) from one_stop.rating where dossier_id = d.id) as rating
    from one_stop.dossier d join identity.v_unit u on u.id = d.unit_id join identity.v_unit k on k.id = d.desk_id left join identity.v_unit s on s.id = d.section_id
    where d.id = ${id} and ${visible(ctx, undefined, own)}`,
  );
  if (!row) throw dossierNotFound();
  const {
    components,
    history,
    tasks,
    papers,
    supplements,
    consultations,
    visits,
    handOvers,
    extension,
    payments,
    results,
    decisions,
    rating,
    under,
    places,
    ...dossier
  } = row;
  const { clock, used } = await clockOf(ctx.app, dossier, tasks, ctx.now);
  return {
    dossier: dossier,
    clock,
    components,
    history,
    tasks: tasks.map((task, i) => ({ ...task, used: used[i]! })),
    papers,
    supplements,
    consultations,
    visits,
    handOvers,
    extension,
    payments,
    results,
    decisions,
    rating,
    under,
    places,
  };
}

/** An act of whoever acts for the owner by an authority; officials act for each other by delegation in other acts. */
const byAgent = (h: { act: string; behalfOf: string | null }): boolean =>
  h.behalfOf !== null && ['filed', 'supplemented', 'withdrawn'].includes(h.act);

/** What the owner sees: each step to the level of the department, with times; no names of officials, no internal comments (S6). */
export function ownersView(page: DossierPage): DossierPage {
  return {
    ...page,
    history: page.history
      .filter((h) => h.public)
      .map((h) => ({
        ...h,
        // Who acted in the owner's place is named to both; officials are not.
        ...(byAgent(h) ? {} : { personName: h.unit ?? h.personName, behalfOf: null }),
        // What they have to pay; how it was computed is between officials.
        data: h.act === 'duty-required' ? { amount: h.data['amount'], reason: h.data['reason'] } : {},
      })),
    payments: page.payments.map((one) => ({ ...one, reason: null })),
    tasks: page.tasks.map((t) => ({
      ...t,
      assignee: null,
      assigneeName: null,
      completedName: null,
      outcome: null, // what is proposed is not yet decided
      comment: null,
      mine: false,
    })),
    results: page.results.map((r) => ({ ...r, computation: null })),
    decisions: [],
    consultations: page.consultations.map((c) => ({ ...c, opinion: null, answer: null })),
    visits: page.visits.map((v) => ({ ...v, report: null, finding: null })),
  };
}
