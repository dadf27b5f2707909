import { command, type CommandContext, later, localDate, shape, sql, type Sql, workingMinutes } from '@dinh/kernel';
import type { Ahead } from '@dinh/process';
import { Type } from 'typebox';
import { codeGivenBy } from '../model/code-given.ts';
import { type Dossier, lockDossier, mustBe, mustBeUnchanged, topicsOf } from '../model/dossier.ts';
import { type FeeAnswer, feePaidBy, settleFee } from '../model/fee.ts';
import { recordAct } from '../model/history.ts';
import { issuePaper } from '../model/paper.ts';
import { limitOf } from '../model/procedure-facts.ts';
import { rulesAt } from '../model/ruleset.ts';
import { announcedBy, gatherStatus, settling } from '../model/settling.ts';
import { Status } from '../model/status.ts';
import { type OpenTask, taskAt } from '../model/task.ts';
import { calendarOf, handOverDue, workingEndMinutes } from '../model/working-time.ts';

/** What is said about the fee together with an acceptance. */
export const FeeInput = {
  feeTaken: Type.Optional(Type.Boolean({ description: 'the desk has taken the fee, or has the proof of payment' })),
  feeWaived: Type.Optional(
    Type.String({ maxLength: 1000, description: 'why no fee is taken: an exemption, kept in the history' }),
  ),
};

export const Accepted = shape({
  id: Type.String(),
  code: Type.String({ description: '{unit identifier}-{YYMMDD}-{sequence}' }),
  dueAt: Type.Any({ description: 'date and time of return' }),
});

/**
 * Accepts a dossier that is complete: its code, its date of return, the receipt, the hand-over to the competent agency
 * (NĐ 61/2018 Điều 17.1c, 17.2b, 17.3, 18; TT 01/2018 Điều 19).
 */
export const acceptDossier = command({
  name: 'one-stop.accept-dossier',
  title: { vi: 'Tiếp nhận hồ sơ', en: 'Accept a dossier' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    version: Type.Optional(Type.Integer({ description: 'the version that the official saw' })),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
    ...FeeInput,
    receipt: Type.Optional(Type.Boolean({ description: 'for a procedure settled at once: the applicant wants a receipt' })),
  }),
  output: Accepted,
  may: 'one-stop.receive-dossier',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    // What stands at the desk and its process are asked for together; the dossier is locked first.
    const locked = lockDossier(ctx, input.id, 'one-stop.receive-dossier');
    const waiting = {
      task: taskAt(ctx, input.id, 'desk'),
      ahead: settling.lookAhead(ctx, { businessKey: input.id, role: 'desk' }),
    };
    waiting.task.catch(() => {}); // a dossier that is not there, or not waiting, is told first
    const dossier = await locked;
    await mustBeUnchanged(ctx, dossier, input.version);
    mustBe(dossier, Status.filed);
    const { code, ...accepted } = await accept(ctx, dossier, input, waiting);
    return later(code.then((given) => ({ ...accepted, code: given })));
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.accept-dossier': typeof acceptDossier;
  }
}

/** @returns the code as a promise: the statement that gives it is the last one, and the commit need not wait for its answer. */
export async function accept(
  ctx: CommandContext,
  dossier: Dossier,
  how: FeeAnswer & { note?: string; receipt?: boolean },
  waiting?: { readonly task: Promise<OpenTask>; readonly ahead: Ahead },
): Promise<{ id: string; code: Promise<string>; dueAt: Date }> {
  const { app, now } = ctx;
  const task = await (waiting?.task ?? taskAt(ctx, dossier.id, 'desk'));
  const { procedure } = await ctx.call('procedures.view-version', { versionId: dossier.versionId });
  const rules = await rulesAt(app, now);
  const calendar = await calendarOf(app, dossier.unitId, now);
  const limitMinutes = workingMinutes(calendar, limitOf(procedure.timeLimit, dossier.data, ctx.now));
  const dueAt = workingEndMinutes(calendar, now, limitMinutes);
  await settleFee(ctx, dossier, how, feePaidBy(procedure, rules));
  announcedBy(ctx, dossier.id);
  const moved = gatherStatus(ctx, dossier.id);
  let asked = false as boolean;
  codeGivenBy(ctx, dossier.id, () => {
    asked = true;
    return giveCode(ctx, dossier);
  });
  await settling.completeTask(ctx, {
    taskId: task.id,
    outcome: 'accept',
    comment: how.note,
    variables: { limitMinutes },
    ...(waiting && { ahead: waiting.ahead }),
  });
  recordAct(ctx, {
    dossierId: dossier.id,
    act: 'accepted',
    status: Status.accepted,
    unitId: dossier.deskId,
    comment: how.note,
    data: { dueAt, limitMinutes },
  });
  const online = dossier.channel === 'online';
  // What the desk settles at once does not leave it.
  if (online || !procedure.atOnce)
    ctx.db.send(
      sql`insert into one_stop.hand_over (id, dossier_id, from_unit, to_unit, due_at, made_at, reason)
        values (${ctx.newId()}, ${dossier.id}, ${dossier.deskId}, ${dossier.unitId}, ${online ? now : handOverDue(calendar, now, rules.rules.handOverCutOff)}, ${online ? now : null}, 'accepted')`,
    );
  if (!procedure.atOnce || how.receipt)
    await issuePaper(ctx, { id: dossier.id, unitId: dossier.unitId, ruleset: rules.key }, 'receipt', {
      receivedAt: now,
      dueAt,
      limitMinutes,
    });
  ctx.emit({
    name: 'one-stop.dossier-accepted',
    key: dossier.id,
    topics: topicsOf(dossier),
    data: { unit: dossier.unitId, procedure: dossier.procedureCode, dueAt },
  });
  const set = { status: moved.status ?? Status.accepted, dueAt, limitMinutes, ruleset: rules.key };
  if (!asked) return { id: dossier.id, code: giveCode(ctx, dossier, set), dueAt };
  const early = await ctx.db.one<{ code: string | null }>(
    sql`update one_stop.dossier d set ${accepted(ctx, set)} where d.id = ${dossier.id} returning d.code`,
  );
  // Where the step that called for it failed, its code went with what it had done.
  const code = early.code === null ? giveCode(ctx, dossier) : Promise.resolve(early.code);
  return { id: dossier.id, code, dueAt };
}

interface Acceptance {
  readonly status: Status;
  readonly dueAt: Date;
  readonly limitMinutes: number;
  readonly ruleset: string;
}

/** What an acceptance sets in a dossier `d`, besides its code. */
const accepted = ({ now }: CommandContext, set: Acceptance): Sql =>
  sql`status = ${set.status}, settled_at = case when ${set.status} = ${Status.settled} then ${now}::timestamptz else d.settled_at end,
      accepted_at = ${now}, due_at = ${set.dueAt}, promised_at = ${set.dueAt}, limit_minutes = ${set.limitMinutes}, ruleset = ${set.ruleset},
      changed_at = ${now}, version = d.version + 1`;

/**
 * Gives the code, with what the acceptance sets: last of all, because the day's counter of the unit stays locked from here to the
 * commit, which is what makes the numbers follow each other without a gap. @param set left out where a step calls for the code before
 */
async function giveCode(ctx: CommandContext, dossier: Dossier, set?: Acceptance): Promise<string> {
  const day = localDate(ctx.now);
  const { code } = await ctx.db.sendOne<{ code: string }>(
    sql`with place as (select code from identity.v_unit where id = ${dossier.unitId}),
             counted as (insert into one_stop.counter (unit_code, day, last) select code, ${day}::date, 1 from place
                         on conflict (unit_code, day) do update set last = counter.last + 1 returning unit_code, last)
        update one_stop.dossier d set code = c.unit_code || '-' || ${day.slice(2).replaceAll('-', '')} || '-' || lpad(c.last::text, greatest(4, length(c.last::text)), '0'),
               words = d.words || ' ' || lower(c.unit_code || '-' || ${day.slice(2).replaceAll('-', '')} || '-' || lpad(c.last::text, greatest(4, length(c.last::text)), '0'))
               ${set ? sql`, ${accepted(ctx, set)}` : sql.empty}
        from counted c where d.id = ${dossier.id} returning d.code`,
  );
  return code;
}
