import {
  clean,
  command,
  type CommandContext,
  isDay,
  localDate,
  notAllowed,
  type Principal,
  reach,
  shape,
  sql,
} from '@dinh/kernel';
import { Type } from 'typebox';
import { dayWrong, successionChanged, successionFourEyes, successionHasErrors, successionNotOpen } from '../errors.ts';
import { line, uuid } from '../fields.ts';
import { noteAct } from '../succession/acts.ts';
import { checkPlan, errorsIn, keepCheck } from '../succession/check.ts';
import { Plan, planHead } from '../succession/plan.ts';
import { Checked } from '../succession/shapes.ts';
import { readSuccession, type State, type Stored } from '../succession/stored.ts';
import { actor } from './actor.ts';

const drawing = 'people.manage-unit';
const approving = 'people.approve-succession';

/** The tree belongs to the whole province: only who reaches all of it reorganises it. */
function mustReachAll(principal: Principal, permission: string): void {
  if (!reach(principal, permission).all) throw notAllowed();
}

async function locked(ctx: CommandContext, id: string, ...states: State[]): Promise<Stored> {
  const stored = await readSuccession(ctx.db, id, true);
  if (!states.includes(stored.state)) throw successionNotOpen({ state: stored.state });
  return stored;
}

function setState(ctx: CommandContext, id: string, state: State, more = sql.empty): void {
  ctx.db.send(
    sql`update identity.succession set state = ${state}, changed_at = ${ctx.now}, version = version + 1 ${more} where id = ${id}`,
  );
  ctx.emit({ name: 'identity.succession-changed', key: id, topics: [`succession:${id}`], data: { state } });
}

/**
 * Draws up a plan or changes one that nobody has approved: what begins, what changes, who goes on with what, who gets which
 * place. It may be wrong; `check-succession` tells.
 * @throws successionNotOpen, successionChanged
 */
export const saveSuccession = command({
  name: 'identity.save-succession',
  title: { vi: 'Lập phương án sắp xếp đơn vị', en: 'Draw up a reorganisation' },
  may: drawing,
  maxBytes: 8 * 1024 * 1024,
  input: shape({
    id: Type.Optional(uuid),
    /** The version that was looked at. */
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    ...planHead,
    body: Type.Optional(Plan),
  }),
  output: shape({ id: uuid, version: Type.Integer() }),
  subject: (_input, output) => `succession:${output.id}`,
  async run(ctx, { id, version, title, basis, day, body }) {
    mustReachAll(ctx.principal, drawing);
    if (day !== undefined && !isDay(day)) throw dayWrong();
    const plan = body && JSON.stringify(body);
    if (id === undefined) {
      const fresh = ctx.newId();
      await ctx.db.run(
        sql`insert into identity.succession (id, title_vi, title_en, basis, day, body, source, author_id, created_at, changed_at)
            values (${fresh}, ${clean(title.vi)}, ${clean(title.en)}, ${clean(basis)}, ${day ?? null}::date, ${plan ?? empty}::jsonb,
                    ${clean(basis) || 'ours'}, ${actor(ctx)}::uuid, ${ctx.now}, ${ctx.now})`,
      );
      noteAct(ctx, fresh, 'drawn-up');
      return { id: fresh, version: 1 };
    }
    const stored = await locked(ctx, id, 'draft', 'proposed');
    if (version !== undefined && version !== stored.version) throw successionChanged();
    ctx.db.send(
      sql`update identity.succession set title_vi = ${clean(title.vi)}, title_en = ${clean(title.en)}, basis = ${clean(basis)}, day = ${day ?? null}::date,
            body = coalesce(${plan ?? null}::jsonb, body), author_id = ${actor(ctx)}::uuid, checked = null, checked_at = null where id = ${id}`,
    );
    setState(ctx, id, 'draft');
    noteAct(ctx, id, 'changed');
    return { id, version: stored.version + 1 };
  },
});

const empty = JSON.stringify({ begins: [], changes: [], lines: [], appointments: [] });

/** Looks at a plan as things stand now: what is wrong, and everything that it touches. Changes nothing else. */
export const checkSuccession = command({
  name: 'identity.check-succession',
  title: { vi: 'Kiểm tra phương án sắp xếp', en: 'Check a reorganisation' },
  may: drawing,
  input: shape({ id: uuid }),
  output: Checked,
  subject: ({ id }) => `succession:${id}`,
  async run(ctx, { id }) {
    mustReachAll(ctx.principal, drawing);
    const stored = await readSuccession(ctx.db, id, true);
    const check = await checkPlan(ctx.app, ctx.db, stored.body, stored.day, ctx.now);
    keepCheck(ctx, id, check);
    const { findings, touched, lines } = check;
    return {
      findings: [...findings],
      touched: touched as never,
      derived: lines.filter((l) => l.derived).length,
    };
  },
});

/** Puts a plan without errors before whoever may approve it. @throws successionHasErrors, successionNotOpen */
export const proposeSuccession = command({
  name: 'identity.propose-succession',
  title: { vi: 'Trình phương án sắp xếp', en: 'Propose a reorganisation' },
  may: drawing,
  input: shape({ id: uuid }),
  output: shape({}),
  subject: ({ id }) => `succession:${id}`,
  async run(ctx, { id }) {
    mustReachAll(ctx.principal, drawing);
    const stored = await locked(ctx, id, 'draft');
    const check = await checkPlan(ctx.app, ctx.db, stored.body, stored.day, ctx.now);
    if (errorsIn(check) > 0) throw successionHasErrors({ count: errorsIn(check) });
    keepCheck(ctx, id, check);
    setState(ctx, id, 'proposed', sql`, author_id = coalesce(author_id, ${actor(ctx)}::uuid)`);
    noteAct(ctx, id, 'proposed');
    return {};
  },
});

/**
 * Approves a plan: on its day it is carried out. Four eyes: not by whoever drew it up.
 * @throws successionFourEyes, successionHasErrors, successionNotOpen
 */
export const approveSuccession = command({
  name: 'identity.approve-succession',
  title: { vi: 'Phê duyệt phương án sắp xếp', en: 'Approve a reorganisation' },
  may: approving,
  input: shape({ id: uuid, note: Type.Optional(line(500)) }),
  output: shape({}),
  subject: ({ id }) => `succession:${id}`,
  async run(ctx, { id, note }) {
    mustReachAll(ctx.principal, approving);
    const stored = await locked(ctx, id, 'proposed');
    if (stored.author === ctx.principal.id) throw successionFourEyes();
    const check = await checkPlan(ctx.app, ctx.db, stored.body, stored.day, ctx.now);
    if (errorsIn(check) > 0) throw successionHasErrors({ count: errorsIn(check) });
    keepCheck(ctx, id, check);
    setState(ctx, id, 'approved', sql`, approver_id = ${actor(ctx)}::uuid`);
    noteAct(ctx, id, 'approved', note ?? null);
    if (stored.day! <= localDate(ctx.now)) ctx.enqueue('identity.apply-successions', {});
    return {};
  },
});

/** Gives a proposed plan back to be drawn up again, or withdraws one before its day. @throws successionNotOpen */
export const withdrawSuccession = command({
  name: 'identity.withdraw-succession',
  title: { vi: 'Trả lại hoặc rút phương án sắp xếp', en: 'Return or withdraw a reorganisation' },
  may: drawing,
  input: shape({ id: uuid, reason: line(500, 2), again: Type.Optional(Type.Boolean()) }),
  output: shape({}),
  subject: ({ id }) => `succession:${id}`,
  async run(ctx, { id, reason, again }) {
    mustReachAll(ctx.principal, drawing);
    await locked(ctx, id, 'draft', 'proposed', 'approved');
    setState(ctx, id, again ? 'draft' : 'withdrawn', sql`, approver_id = null`);
    noteAct(ctx, id, again ? 'returned' : 'withdrawn', reason);
    return {};
  },
});
