import { type FieldError, type PageContext, Refusal, type Text } from '@dinh/kernel';
import { answersWrong, itemsNeeded, nothingSupplied } from '../errors.ts';
import type { NewComponent } from '../model/components.ts';
import type { Act } from '../queries/list-acts.ts';
import type { DossierPage } from '../queries/view-dossier.ts';
import type { Choices } from './act-choices.ts';
import { dutyAnswer } from './duty-fields.ts';
import { feeAnswer } from './fee-fields.ts';
import { many, typed } from './frame.ts';

/** Carries out an act with what was posted. @throws Refusal */
export async function runAct(ctx: PageContext, page: Pick<DossierPage, 'dossier'>, act: Act, choices: Choices): Promise<void> {
  const { id } = page.dossier;
  const reason = typed(ctx, 'ly-do') ?? '';
  const comment = typed(ctx, 'ly-do') ?? typed(ctx, 'y-kien');
  const dossierVersion = number(ctx.query['hv']);
  const version = number(ctx.query['v']);
  switch (act.key) {
    case 'accept':
      await ctx.run('one-stop.accept-dossier', {
        id,
        version: dossierVersion,
        note: comment,
        ...feeAnswer(ctx),
        receipt: typed(ctx, 'giay') !== undefined || undefined,
      });
      return;
    case 'request-supplement': {
      const items = supplementItems(ctx, choices);
      if (items.length === 0) throw itemsNeeded();
      await ctx.run('one-stop.request-supplement', {
        id,
        taskId: act.taskId ?? undefined,
        version: dossierVersion,
        items,
        reason: reason || ' ',
      });
      return;
    }
    case 'refuse':
      await ctx.run('one-stop.refuse-dossier', {
        id,
        version: dossierVersion,
        reason: reason || ' ',
        advice: typed(ctx, 'huong-dan'),
      });
      return;
    case 'collect-fee':
      await ctx.run('one-stop.collect-fee', { id });
      return;
    case 'waive-fee':
      await ctx.run('one-stop.waive-fee', { id, reason: reason || ' ' });
      return;
    case 'void-fee':
      await ctx.run('one-stop.void-fee', { id, reason: reason || ' ' });
      return;
    case 'supply': {
      const { given, refused } = await handedIn(ctx, choices);
      if (refused.length > 0) throw answersWrong({}, { fields: refused });
      if (given.length === 0 && !comment) throw nothingSupplied();
      await ctx.run('one-stop.supplement-dossier', { id, components: given, note: comment });
      return;
    }
    case 'hand-over':
    case 'take-over':
      await ctx.run('one-stop.hand-over-dossiers', {
        ids: [id],
        act: act.key === 'hand-over' ? 'made' : 'taken',
      });
      return;
    case 'arrange-visit':
      await ctx.run('one-stop.arrange-visit', { id, ...visitOf(ctx) });
      return;
    case 'report-visit':
      await ctx.run('one-stop.report-visit', {
        visitId: act.visitId ?? '',
        finding: typed(ctx, 'ket-qua') === 'not-in-order' ? 'not-in-order' : 'in-order',
        report: reason,
      });
      return;
    case 'extend':
      await ctx.run('one-stop.extend-deadline', {
        id,
        newDate: typed(ctx, 'ngay') ?? '',
        reason: reason || ' ',
      });
      return;
    case 'apologise':
      await ctx.run('one-stop.apologise', { id, reason });
      return;
    case 'reassign':
      await ctx.run('one-stop.reassign-tasks', {
        taskIds: await openTasks(ctx, id),
        to: typed(ctx, 'nguoi') ?? '',
        reason,
      });
      return;
    case 'claim-task':
      await ctx.run('one-stop.claim-task', { taskId: act.taskId!, version });
      return;
    case 'delegate-task':
      await ctx.run('one-stop.delegate-task', {
        taskId: act.taskId!,
        version,
        to: typed(ctx, 'nguoi') ?? '',
        reason,
      });
      return;
    case 'give-back-task':
    case 'escalate-task':
      await ctx.run(`one-stop.${act.key}`, { taskId: act.taskId!, version, reason: comment ?? '' });
      return;
    case 'stop':
      await ctx.run('one-stop.stop-dossier', { id, reason: reason || ' ' });
      return;
    case 'withdraw':
      await ctx.run('one-stop.withdraw-dossier', { id, reason: comment });
      return;
    default:
      await ctx.run('one-stop.complete-step', {
        taskId: act.taskId ?? '',
        outcome: act.key,
        comment,
        version,
        ...(act.key === 'propose-approval' && resultValues(ctx, choices)),
        ...(act.key === 'return' && feeAnswer(ctx)),
        ...(act.key === 'assign' && { specialist: typed(ctx, 'nguoi') }),
        ...(act.key === 'consult' && { consultations: consultationsOf(ctx) }),
        ...(act.key === 'notify' && { duty: dutyAnswer(ctx, choices.duty) }),
        ...(act.key === 'arrange' && { visit: visitOf(ctx) }),
        ...(act.key === 'reported' &&
          act.visitId && {
            report: {
              visitId: act.visitId,
              finding: typed(ctx, 'ket-qua') === 'not-in-order' ? 'not-in-order' : 'in-order',
            },
          }),
      });
  }
}

const number = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** What the official has decided in the result; what was left empty stays as an earlier draft has it. */
function resultValues(ctx: PageContext, choices: Choices): { values?: Record<string, unknown> } {
  const values = choices.decides.flatMap(({ key, type }) => {
    const text = typed(ctx, `kq-${key}`);
    if (text === undefined) return [];
    const numeric = ['integer', 'decimal', 'money', 'year'].includes(type)
      ? Number(text.replace(/\.(?=\d{3}(?:\D|$))/g, '').replace(',', '.'))
      : NaN;
    const address = type === 'address' && { detail: text };
    return [[key, address || (Number.isFinite(numeric) ? numeric : text)] as const];
  });
  return values.length > 0 ? { values: Object.fromEntries(values) } : {};
}

/** What is asked for: the ticked components, and one more for each line of other things. */
function supplementItems(ctx: PageContext, choices: Choices) {
  const ticked = new Set(many(ctx, 'thieu'));
  return [
    ...choices.components.filter((c) => ticked.has(c.key)).map((c) => ({ component: c.key, name: c.name.vi, reason: '' })),
    ...(typed(ctx, 'khac') ?? '')
      .split('\n')
      .map((line) => line.trim().slice(0, 500))
      .filter(Boolean)
      .map((name) => ({ name, reason: '' })),
  ];
}

function consultationsOf(ctx: PageContext) {
  return [0, 1, 2].flatMap((i) => {
    const unit = number(typed(ctx, `co-quan-${i}`));
    return unit === undefined
      ? []
      : [{ unit, subject: typed(ctx, `noi-dung-${i}`) ?? '', days: number(typed(ctx, `so-ngay-${i}`)) ?? 0 }];
  });
}

function visitOf(ctx: PageContext) {
  const day = typed(ctx, 'ngay') ?? '';
  return {
    at: day && `${day}T${typed(ctx, 'gio') ?? '08:00'}:00+07:00`,
    place: typed(ctx, 'noi') ?? '',
    people: typed(ctx, 'ai') ?? '',
    subject: typed(ctx, 'ly-do') ?? '',
  };
}

/**
 * Components that came over the counter: scanned ones as files, the others as paper.
 * @returns beside them, which scans were not taken and why; the others are not lost for it
 */
export async function handedIn(
  ctx: PageContext,
  choices: { readonly components: readonly { readonly key: string }[] },
): Promise<{ given: NewComponent[]; refused: FieldError[] }> {
  const ticked = new Set(many(ctx, 'co'));
  const given: NewComponent[] = [];
  const refused: FieldError[] = [];
  for (const { key } of choices.components) {
    const scans = ctx.files.filter((file) => file.field === `quet-${key}`);
    const earlier = many(ctx, `tep-${key}`);
    for (const scan of scans) {
      const kept = await takeScan(ctx, scan);
      if (kept instanceof Refusal) refused.push({ path: `quet-${key}`, message: whole(kept) });
      else given.push({ key, origin: 'scan', file: kept, fileName: scan.name });
    }
    for (const text of earlier) {
      const [file = '', ...name] = text.split(' ');
      if (/^[0-9a-f]{64}$/.test(file)) given.push({ key, origin: 'scan', file, fileName: name.join(' ') });
    }
    const copies = number(typed(ctx, `ban-${key}`));
    if (ticked.has(key) && !given.some((one) => one.key === key)) given.push({ key, origin: 'paper', ...(copies && { copies }) });
  }
  return { given, refused };
}

/** @returns the hash of the file, or why it cannot be taken. @throws what is a fault of ours */
async function takeScan(ctx: PageContext, { path, name }: PageContext['files'][number]) {
  try {
    return (await ctx.app.files.take(path, name, ['pdf', 'jpg', 'png', 'tiff'], undefined, ctx.principal.id)).hash;
  } catch (error) {
    if (error instanceof Refusal && error.status < 500) return error;
    throw error;
  }
}

const whole = (refusal: Refusal): Text => ({ vi: refusal.sentence('vi'), en: refusal.sentence('en') });

/** The steps of a dossier that somebody holds. */
async function openTasks(ctx: PageContext, id: string): Promise<string[]> {
  const page = (await ctx.run('one-stop.view-dossier', { id })) as DossierPage;
  return page.tasks.filter((task) => task.state === 'open' && task.assignee).map((task) => task.id);
}
