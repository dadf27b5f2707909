import { command, type CommandContext, notAllowed, type Principal, reach, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { importFourEyes, importHasErrors, importNotFound, wrongInput } from '../errors.ts';
import { line, uuid } from '../fields.ts';
import { actor } from '../operations/actor.ts';
import { checkOfficials } from './check-officials.ts';
import { checkUnits } from './check-units.ts';
import { type Kind, recognise } from './columns.ts';
import { type Change, type Row, rowsOf } from './rows.ts';

/** So many changes, or a single place that ends because a file does not name it, ask for a second pair of eyes. */
const large = 100;
export const mostRows = 10_000;

const permissions = { officials: 'people.manage-position', units: 'people.manage-unit' } as const;

/** A table may name anything of the province: only who reaches all of it sends one. @throws notAllowed */
export function mayImport(principal: Principal, kind: Kind): void {
  if (!reach(principal, permissions[kind]).all) throw notAllowed();
}

const cell = Type.String({ maxLength: 2000 });

/**
 * Takes a table of officials with their places, or of units, and looks at all of it as things stand now: what is wrong, new, changed,
 * unchanged, or ends. Changes nothing yet. The columns are known by their heads, in Vietnamese or English.
 * @throws wrongInput when needed columns are not there, or there are no lines
 */
export const checkImport = command({
  name: 'identity.check-import',
  title: { vi: 'Kiểm tra tệp nhập', en: 'Check a table to be imported' },
  may: 'people.manage-unit',
  maxBytes: 24 * 1024 * 1024,
  input: shape({
    kind: Type.Union([Type.Literal('officials'), Type.Literal('units')]),
    /** Of the file. */
    name: line(200),
    header: Type.Array(cell, { minItems: 1, maxItems: 40 }),
    rows: Type.Array(Type.Array(cell, { maxItems: 40 }), { maxItems: mostRows }),
    /** Of officials: it names all places in its units; others end. */
    complete: Type.Optional(Type.Boolean()),
  }),
  output: shape({ import: uuid, wrong: Type.Integer() }),
  subject: (_input, output) => `import:${output.import}`,
  async run(ctx, input) {
    mayImport(ctx.principal, input.kind);
    const { missing } = recognise(input.kind, input.header);
    if (missing.length > 0)
      throw wrongInput(
        {},
        {
          fields: missing.map(({ label }) => ({
            path: 'header',
            message: { vi: `Thiếu cột “${label.vi}”.`, en: `The column “${label.en}” is missing.` },
          })),
        },
      );
    const lines = rowsOf(input.kind, input.header, input.rows);
    if (lines.length === 0)
      throw wrongInput(
        {},
        {
          fields: [
            {
              path: 'rows',
              message: {
                vi: 'Tệp không có dòng nào dưới dòng tiêu đề.',
                en: 'There are no lines below the head.',
              },
            },
          ],
        },
      );
    const complete = input.kind === 'officials' && (input.complete ?? false);
    const rows =
      input.kind === 'officials'
        ? await checkOfficials(ctx.app, ctx.db, lines, complete, ctx.now)
        : await checkUnits(ctx.db, lines, ctx.now);
    const id = ctx.newId();
    const counts = countsOf(rows);
    await ctx.db.run(
      sql`insert into identity.import (id, kind, name, complete, state, counts, created_at, created_by)
          values (${id}, ${input.kind}, ${input.name}, ${complete}, ${counts.wrong > 0 ? 'wrong' : 'checked'}, ${JSON.stringify(counts)}::jsonb, ${ctx.now}, ${actor(ctx)}::uuid)`,
    );
    await keepRows(ctx, id, rows);
    ctx.note({ kind: input.kind, ...counts });
    return { import: id, wrong: counts.wrong };
  },
});

export type Counts = Record<Change, number>;

function countsOf(rows: readonly Row[]): Counts {
  const counts: Counts = { new: 0, changed: 0, unchanged: 0, ended: 0, wrong: 0 };
  for (const { change } of rows) counts[change]++;
  return counts;
}

async function keepRows(ctx: CommandContext, id: string, rows: readonly Row[]): Promise<void> {
  const items = rows.map(({ number, fields, what, change, problems }) => ({
    number,
    fields: { ...fields, what: what.join(' ') },
    change,
    problems,
  }));
  await ctx.db.run(
    sql`insert into identity.import_row (import_id, number, fields, change, problems)
        select ${id}::uuid, number, fields, change, problems
        from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as x (number int, fields jsonb, change text, problems jsonb)`,
  );
}

interface Stored {
  kind: Kind;
  state: string;
  counts: Counts;
  createdBy: string | null;
}

/** An import, held until the end. @throws importNotFound */
export async function locked(ctx: CommandContext, id: string): Promise<Stored> {
  const row = await ctx.db.maybe<Stored>(
    sql`select kind, state, counts, created_by as "createdBy" from identity.import where id = ${id} for update`,
  );
  if (!row) throw importNotFound();
  return row;
}

function begin(ctx: CommandContext, id: string): void {
  ctx.enqueue('identity.carry-out-imports', {});
  ctx.emit({ name: 'identity.import-begun', key: id, topics: [`import:${id}`] });
}

/** Whether somebody else must agree first. */
export const isLarge = ({ new: fresh, changed, ended }: Counts): boolean => ended > 0 || fresh + changed > large;

/**
 * Carries a checked table out, a batch at a time; a large one waits for somebody else to agree.
 * @throws importHasErrors, importNotFound also when it is not checked
 */
export const carryOutImport = command({
  name: 'identity.carry-out-import',
  title: { vi: 'Thực hiện nhập tệp', en: 'Carry out an import' },
  may: 'people.manage-unit',
  input: shape({ id: uuid }),
  output: shape({ state: Type.String() }),
  subject: ({ id }) => `import:${id}`,
  async run(ctx, { id }) {
    const stored = await locked(ctx, id);
    mayImport(ctx.principal, stored.kind);
    if (stored.state === 'wrong') throw importHasErrors({ count: stored.counts.wrong });
    if (stored.state !== 'checked') throw importNotFound();
    const state = isLarge(stored.counts) ? 'waiting' : 'running';
    ctx.db.send(
      sql`update identity.import set state = ${state}, declined_at = null, declined_by = null, decline_reason = null where id = ${id}`,
    );
    if (state === 'running') begin(ctx, id);
    return { state };
  },
});

/** Agrees to a large import: it is carried out. Four eyes: not by whoever sent it. @throws importFourEyes, importNotFound */
export const approveImport = command({
  name: 'identity.approve-import',
  title: { vi: 'Phê duyệt nhập tệp', en: 'Approve an import' },
  may: 'people.approve-import',
  input: shape({ id: uuid }),
  output: shape({ state: Type.String() }),
  subject: ({ id }) => `import:${id}`,
  async run(ctx, { id }) {
    if (!reach(ctx.principal, 'people.approve-import').all) throw notAllowed();
    const stored = await locked(ctx, id);
    if (stored.state !== 'waiting') throw importNotFound();
    if (stored.createdBy === ctx.principal.id) throw importFourEyes();
    ctx.db.send(
      sql`update identity.import set state = 'running', approved_at = ${ctx.now}, approved_by = ${actor(ctx)}::uuid where id = ${id}`,
    );
    begin(ctx, id);
    return { state: 'running' };
  },
});

/** Gives an import up before it is carried out; its lines are forgotten. @throws importNotFound */
export const withdrawImport = command({
  name: 'identity.withdraw-import',
  title: { vi: 'Bỏ tệp nhập', en: 'Give an import up' },
  may: 'people.manage-unit',
  input: shape({ id: uuid }),
  output: shape({}),
  subject: ({ id }) => `import:${id}`,
  async run(ctx, { id }) {
    const stored = await locked(ctx, id);
    mayImport(ctx.principal, stored.kind);
    if (!['wrong', 'checked', 'waiting'].includes(stored.state)) throw importNotFound();
    ctx.db.send(sql`update identity.import set state = 'withdrawn' where id = ${id}`);
    ctx.db.send(sql`delete from identity.import_row where import_id = ${id}`);
    return {};
  },
});
