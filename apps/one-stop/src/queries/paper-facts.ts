import { addressText, formEnvironment } from '@dinh/forms';
import { isDeputy } from '@dinh/identity';
import { type Context, localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { paperNotFound } from '../errors.ts';
import { type Dossier, dossierColumns, visible } from '../model/dossier.ts';
import { unitNameAt } from '../model/unit-name.ts';
import { dayMinutesOf } from '../model/working-time.ts';

/** What nearly all papers of a dossier say. */
interface Common {
  agency: string;
  parent: string | null;
  desk: string;
  deskPhone: string | null;
  head: string | null;
  headTitle: string | null;
  deputy: boolean;
  components: { key: string; name: string; form: string; copies: number }[];
  receipt: Record<string, unknown> | null;
}

export const Printable = shape({
  template: Type.String(),
  ruleset: Type.String(),
  at: Type.Any({ description: 'when it was issued' }),
  name: Type.String({ description: 'of the file' }),
  data: Type.Any({ description: 'as the template takes it' }),
});

/** An issued paper with everything that its template prints: for officials in reach, and for the owner (forms 01–05). */
export const paperFacts = query({
  name: 'one-stop.paper-facts',
  title: { vi: 'Dữ liệu của một giấy tờ', en: 'The facts of a paper' },
  seenAs: { vi: 'In giấy tờ của hồ sơ', en: 'Printed a paper of the dossier' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: Printable,
  may: 'one-stop.view-dossier',
  audit: true,
  async run(ctx, input) {
    const paper = await ctx.db.maybe<
      Dossier & {
        template: string;
        paperRuleset: string;
        number: number;
        registerNumber: string | null;
        paperData: Record<string, any>;
        issuedAt: Date;
      }
    >(
      sql`select ${dossierColumns}, p.template, p.ruleset as "paperRuleset", p.number, p.register_number as "registerNumber", p.data as "paperData", p.issued_at as "issuedAt"
          from one_stop.paper p join one_stop.dossier d on d.id = p.dossier_id where p.id = ${input.id} and ${visible(ctx)}`,
    );
    if (!paper) throw paperNotFound();
    ctx.subject(`dossier:${paper.id}`);
    ctx.concern(paper.applicantId, paper.ownerId);
    ctx.note({ paper: paper.template, number: paper.number });
    const common = await commonFacts(ctx, paper, paper.issuedAt);
    const { paperData } = paper;
    return {
      template: paper.template,
      ruleset: paper.paperRuleset,
      at: paper.issuedAt,
      name: `${paper.template}-${paper.code ?? paper.reference}.pdf`,
      data: {
        ...common,
        number: paper.registerNumber,
        ...paperData,
        official: { ...common.official, ...paperData['official'] },
      },
    };
  },
});

/** The control sheet: made when it is asked for, from the steps and what was done in them (form 05/06). */
export const controlSheet = query({
  name: 'one-stop.control-sheet',
  title: { vi: 'Phiếu kiểm soát quá trình giải quyết', en: 'Control sheet' },
  seenAs: { vi: 'In phiếu kiểm soát của hồ sơ', en: 'Printed the control sheet of the dossier' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: Printable,
  may: 'one-stop.view-dossier',
  audit: true,
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const dossier = await ctx.db.maybe<Dossier>(
      sql`select ${dossierColumns} from one_stop.dossier d where d.id = ${input.id} and ${visible(ctx, undefined, false)}`,
    );
    if (!dossier) throw paperNotFound();
    ctx.concern(dossier.applicantId, dossier.ownerId);
    const steps = await ctx.db.all<StepRow>(
      sql`select t.name_vi as step, ${unitNameAt('t.unit_id', 't.created_at')} as unit, coalesce(t.completed_name, p.name) as person, t.created_at as "createdAt", t.ended_at as "endedAt", t.due_at as "dueAt", t.comment, t.behalf_of is not null as behalf
          from process.v_task t left join identity.v_person p on p.id = t.assignee
          where t.business_key = ${input.id} and t.state <> 'cancelled' order by t.created_at, t.ended_at nulls last, t.id`,
    );
    const partners = await ctx.db.all<{ name: string }>(
      sql`select distinct u.name_vi as name from one_stop.consultation c join identity.v_unit u on u.id = c.unit_id where c.dossier_id = ${input.id} order by 1`,
    );
    return {
      template: 'control-sheet',
      ruleset: dossier.ruleset,
      at: ctx.now,
      name: `phieu-kiem-soat-${dossier.code ?? dossier.reference}.pdf`,
      data: {
        ...(await commonFacts(ctx, dossier, ctx.now)),
        dueAt: dossier.dueAt,
        partners: partners.map((one) => one.name),
        steps: inTurn([...sheetSteps(steps, dossier.applicantName), ...(await papersGiven(ctx, dossier))]),
      },
    };
  },
});

interface StepRow {
  step: string;
  unit: string | null;
  person: string | null;
  createdAt: Date;
  endedAt: Date | null;
  dueAt: Date | null;
  comment: string | null;
}

/** Each step as a hand-over: from whoever had it before to whoever has it then, and how the step ended. */
function sheetSteps(steps: readonly StepRow[], applicant: string): SheetStep[] {
  const who = (row: StepRow) => [row.person, row.unit].filter(Boolean).join(' – ');
  return steps.map((row, i) => ({
    from: i === 0 ? applicant : who(steps[i - 1]!),
    to: who(row),
    at: row.createdAt,
    outcome: outcomeOf(row),
    note: [row.step, row.comment].filter(Boolean).join(': '),
  }));
}

/** Papers that went from the desk to the agency, against the time by which they must (NĐ 61/2018 Điều 18.2, 18.3). */
async function papersGiven(ctx: Context, { id, channel }: Dossier): Promise<SheetStep[]> {
  if (channel === 'online') return [];
  const given = await ctx.db.all<{
    from: string;
    to: string;
    by: string | null;
    madeAt: Date;
    takenAt: Date | null;
    dueAt: Date;
  }>(
    sql`select ${unitNameAt('h.from_unit', 'h.made_at')} as "from", ${unitNameAt('h.to_unit', 'h.made_at')} as "to", p.name as by,
               h.made_at as "madeAt", h.taken_at as "takenAt", h.due_at as "dueAt"
        from one_stop.hand_over h left join identity.v_person p on p.id = h.taken_by where h.dossier_id = ${id} and h.made_at is not null`,
  );
  return given.map(({ from, to, by, madeAt, takenAt, dueAt }) => ({
    from,
    to: [by, to].filter(Boolean).join(' – '),
    at: madeAt,
    outcome: madeAt > dueAt ? 'late' : 'on-time',
    note: takenAt ? 'Bàn giao hồ sơ giấy, đã nhận đủ' : 'Bàn giao hồ sơ giấy',
  }));
}

/** As they followed each other; steps of one moment keep their order. */
const inTurn = (steps: readonly SheetStep[]): SheetStep[] => steps.toSorted((a, b) => a.at.getTime() - b.at.getTime());

interface SheetStep {
  readonly from: string;
  readonly to: string;
  readonly at: Date;
  readonly outcome: string | undefined;
  readonly note: string;
}

function outcomeOf({ endedAt, dueAt }: StepRow): string | undefined {
  if (!endedAt || !dueAt) return undefined;
  if (endedAt > dueAt) return 'late';
  return localDate(endedAt) === localDate(dueAt) ? 'on-time' : 'early';
}

/** What nearly all papers of a dossier say, as things were called at a moment. A deputy signs where there is no head (KT., NĐ 30/2020 Điều 13). */
export async function commonFacts(ctx: Context, dossier: Dossier, at: Date): Promise<Record<string, any>> {
  const { app } = ctx;
  const day = localDate(at);
  const [common, version, env, site, dayMinutes] = await Promise.all([
    ctx.db.one<Common>(
      sql`with stood as (select coalesce(p.from_unit, d.unit_id) as unit, coalesce(p.from_desk, d.desk_id) as desk, ${at}::timestamptz as at
                         from one_stop.dossier d left join lateral (select from_unit, from_desk from one_stop.passed_on
                           where dossier_id = d.id and at > ${at}::timestamptz order by at limit 1) p on true where d.id = ${dossier.id})
          select ${unitNameAt('s.unit', 's.at')} as agency, ${unitNameAt('u.parent_id', 's.at')} as parent, ${unitNameAt('s.desk', 's.at')} as desk, k.phone as "deskPhone", h.name as head, h.title_vi as "headTitle", coalesce(h.deputy, false) as deputy,
            (select coalesce(jsonb_agg(jsonb_build_object('key', key, 'name', name, 'form', form, 'copies', copies) order by added_at, key), '[]')
             from one_stop.component where dossier_id = ${dossier.id} and superseded_at is null) as components,
            (select data from one_stop.paper where dossier_id = ${dossier.id} and template = 'receipt' order by number desc limit 1) as receipt
          from stood s join identity.v_unit u on u.id = s.unit join identity.v_unit k on k.id = s.desk
          left join lateral (select o.name, o.title_vi, ${isDeputy(day)} as deputy from identity.v_official o where o.role = 'agency-head' and o.unit_id = u.id
                               and o.valid_from <= ${day}::date and (o.valid_to is null or o.valid_to > ${day}::date) order by ${isDeputy(day)}, o.main desc, o.position_id limit 1) h on true`,
    ),
    app.run('procedures.view-version', { versionId: dossier.versionId }, ctx),
    formEnvironment(app, at, 'vi'),
    app.definitions.at<{ place: { vi: string } }>('site', 'province', day),
    dayMinutesOf(app, dossier.unitId, at),
  ]);
  const data = dossier.data as { applicant?: { address?: unknown; phone?: string; email?: string } };
  const number = dossier.code ?? dossier.reference;
  const asked = version.procedure.components.map((c) => c.key);
  // In the order in which the procedure asks for them; what it did not ask for comes last.
  const place = (key: string) => (asked.includes(key) ? asked.indexOf(key) : asked.length);
  const { limitMinutes } = dossier;
  const accepted = dossier.acceptedAt ?? dossier.submittedAt;
  return {
    agency: { parent: common.parent, name: common.agency },
    desk: { name: common.desk, title: common.desk, phone: common.deskPhone },
    place: site?.body.place.vi ?? '',
    date: at,
    dossier: { code: number },
    qr: `${app.config.publicUrl}/tra-cuu/${encodeURIComponent(number)}`,
    lookup: `${app.config.publicUrl.replace(/^https?:\/\//, '')}/tra-cuu`,
    applicant: {
      name: dossier.applicantName,
      address: addressText(data.applicant?.address, env),
      phone: dossier.contact.phone,
      email: dossier.contact.email,
    },
    owner: { name: dossier.ownerName },
    procedure: { name: version.procedure.name },
    components: common.components
      .toSorted((a, b) => place(a.key) - place(b.key))
      .map((c) => ({
        name: c.name,
        kind: c.form === 'original' ? 'bản chính' : 'bản sao',
        copies: c.copies,
      })),
    sets: 1,
    limit: limitMinutes ? limitText(limitMinutes, dayMinutes) : undefined,
    receivedAt: accepted,
    dueAt: dossier.dueAt,
    returnVia: returnVia(dossier.delivery.method, common.desk),
    fee: dossier.fee > 0 ? { amount: dossier.fee, note: dossier.feeState === 'paid' ? 'đã nộp' : 'chưa nộp' } : undefined,
    official: { phone: common.deskPhone },
    signer: { authority: null, position: common.headTitle, name: common.head, deputy: common.deputy },
    recipients: ['Như trên', common.desk],
  };
}

const limitText = (minutes: number, dayMinutes: number): string =>
  minutes % dayMinutes === 0
    ? `${minutes / dayMinutes} ngày làm việc`
    : minutes % (dayMinutes / 2) === 0
      ? `${String(minutes / dayMinutes).replace('.', ',')} ngày làm việc`
      : `${Math.round(minutes / 60)} giờ làm việc`;

function returnVia(method: string, desk: string): string {
  if (method === 'post') return 'qua dịch vụ bưu chính công ích';
  return method === 'desk' ? desk : 'bản điện tử trên Cổng Dịch vụ công';
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.paper-facts': typeof paperFacts;
    'one-stop.control-sheet': typeof controlSheet;
  }
}
