import type { PageContext, Text } from '@dinh/kernel';
import { type Child, form, formatMoney, html } from '@dinh/ui';
import { feePaidBy, feeUnpaid } from '../model/fee.ts';
import { rulesAt } from '../model/ruleset.ts';
import type { DossierPage } from '../queries/view-dossier.ts';
import { acceptanceStays } from './act-form.ts';
import { hidden, typed } from './frame.ts';
import { undoButton, undoForm } from './reassign.ts';

/** An act on many dossiers. */
export interface Bulk {
  readonly title: Text;
  /** With which of them it cannot be done as they stand, and why: told before, and left out of the count. */
  hindered?(ctx: PageContext, pages: readonly DossierPage[]): Promise<ReadonlyMap<string, Text>>;
  /** What to say before so many are done. */
  warning?(count: number): Text;
  /** Whom the form asks for. */
  readonly person?: 'specialist' | 'colleague';
  readonly reason?: boolean;
  /** What the page of a dossier says when it was done from there. */
  readonly told?: string;
  /** How what was done can be taken back. */
  undo?(ctx: PageContext, done: readonly string[], back: string): Child;
  /** Does it with one dossier. @returns what to say besides "done" */
  run(ctx: PageContext, page: DossierPage): Promise<string | undefined>;
}

/**
 * The button that takes back what was done with these, as an act on many.
 * @param alone done from the page of one dossier, which is shown again
 */
export const undoByBulk = (
  ctx: PageContext,
  act: 'ban-giao-lai' | 'bo-phan-cong',
  done: readonly string[],
  back: string,
  alone = false,
): Child =>
  form(ctx.lang, {
    action: `/ban-lam-viec/nhieu/${act}`,
    forget: true,
    body: html`${hidden({ ve: back, lam: '1', ...(alone && { mot: '1' }) })}${done.map((id) => hidden({ chon: id }))}${undoButton(ctx)}`,
  });

/** The open step of a dossier that waits for this outcome and is the person's to do. */
async function taskFor(ctx: PageContext, id: string, outcome: string) {
  const { acts } = await ctx.run('one-stop.list-acts', { id });
  return acts.find((act) => act.key === outcome && act.taskId);
}

/** By the last part of their address. */
export const bulks: Readonly<Record<string, Bulk>> = {
  'tiep-nhan': {
    title: { vi: 'Tiếp nhận nhiều hồ sơ', en: 'Accept many dossiers' },
    hindered: unpaidOf,
    warning: acceptanceStays,
    async run(ctx, { dossier }) {
      const { code } = await ctx.run('one-stop.accept-dossier', { id: dossier.id, version: dossier.version });
      return code;
    },
  },
  'ban-giao': {
    title: { vi: 'Bàn giao hồ sơ giấy', en: 'Hand over papers' },
    async run(ctx, { dossier }) {
      await ctx.run('one-stop.hand-over-dossiers', { ids: [dossier.id], act: 'made' });
      return undefined;
    },
    undo: (ctx, done, back) => undoByBulk(ctx, 'ban-giao-lai', done, back),
  },
  'ban-giao-lai': {
    title: { vi: 'Hoàn tác bàn giao hồ sơ giấy', en: 'Undo a hand-over' },
    told: 'hand-over-undone',
    async run(ctx, { dossier }) {
      await ctx.run('one-stop.hand-over-dossiers', { ids: [dossier.id], act: 'undone' });
      return undefined;
    },
  },
  'phan-cong': {
    title: { vi: 'Phân công nhiều hồ sơ', en: 'Assign many dossiers' },
    person: 'specialist',
    async run(ctx, { dossier }) {
      const task = await taskFor(ctx, dossier.id, 'assign');
      if (!task) return notWaiting(ctx);
      await ctx.run('one-stop.complete-step', {
        taskId: task.taskId!,
        version: task.version,
        outcome: 'assign',
        specialist: typed(ctx, 'nguoi'),
        comment: typed(ctx, 'ly-do'),
      });
      return undefined;
    },
    undo: (ctx, done, back) => undoByBulk(ctx, 'bo-phan-cong', done, back),
  },
  'bo-phan-cong': {
    title: { vi: 'Hoàn tác phân công', en: 'Undo an assignment' },
    told: 'assign-undone',
    async run(ctx, { dossier }) {
      await ctx.run('one-stop.undo-assign', { ids: [dossier.id] });
      return undefined;
    },
  },
  'giao-lai': {
    title: { vi: 'Giao việc cho người khác', en: 'Give to somebody else' },
    person: 'colleague',
    reason: true,
    undo: (ctx) => undoForm(ctx, typed(ctx, 'nguoi') ?? '', ctx.now.toISOString(), ctx.app.clock.now().toISOString()),
    async run(ctx, { tasks }) {
      const open = tasks.filter((task) => task.state === 'open' && task.assignee).map((task) => task.id);
      if (open.length === 0) return notWaiting(ctx);
      await ctx.run('one-stop.reassign-tasks', {
        taskIds: open,
        to: typed(ctx, 'nguoi') ?? '',
        reason: typed(ctx, 'ly-do') ?? '',
      });
      return undefined;
    },
  },
};

/** Whose fee has to be there by acceptance and is not: one by one the desk says whether it takes or waives it. */
async function unpaidOf(ctx: PageContext, pages: readonly DossierPage[]): Promise<ReadonlyMap<string, Text>> {
  const unpaid = pages.map(({ dossier }) => dossier).filter((one) => feeUnpaid(one));
  const rules = await rulesAt(ctx.app, ctx.now);
  const versions = new Map(
    await Promise.all(
      [...new Set(unpaid.map(({ versionId }) => versionId))].map(async (versionId) => {
        const { procedure } = await ctx.run('procedures.view-version', { versionId });
        return [versionId, feePaidBy(procedure, rules)] as const;
      }),
    ),
  );
  return new Map(
    unpaid
      .filter(({ versionId }) => versions.get(versionId) === 'acceptance')
      .map(({ id, fee }) => [
        id,
        {
          vi: `Còn phải nộp ${formatMoney('vi', fee)}: mở hồ sơ để thu hoặc miễn`,
          en: `${formatMoney('en', fee)} are still to be paid: open it to take or waive them`,
        },
      ]),
  );
}

/** A dossier is not where the act would take it up. */
export class NotWaiting extends Error {}
const notWaiting = (ctx: PageContext): never => {
  throw new NotWaiting(
    ctx.lang === 'vi' ? 'Hồ sơ không ở bước này, không thay đổi gì.' : 'Not at this step; nothing was changed.',
  );
};
