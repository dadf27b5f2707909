import { evaluate, parseExpression } from '@dinh/decision';
import { type CommandContext, type FieldError, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { fileNotYours } from '../errors.ts';

/** A component as the procedure asks for it; the part of `procedures`' model that matters here. */
export interface AskedComponent {
  readonly key: string;
  readonly name: { readonly vi: string; readonly en: string };
  readonly form: 'original' | 'copy';
  readonly copies: number;
  readonly required: boolean | string;
  readonly when?: string;
  readonly accept?: readonly string[];
  readonly maxMb?: number;
  readonly satisfiedBy?: string;
  readonly stage?: string;
}

/** A component as it is handed in: a file that was taken before, an earlier result, or paper laid on the counter. */
export const NewComponent = shape({
  key: Type.String({ minLength: 1, maxLength: 60 }),
  origin: Type.Union([Type.Literal('upload'), Type.Literal('scan'), Type.Literal('store'), Type.Literal('paper')]),
  file: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the file' })),
  fileName: Type.Optional(Type.String({ maxLength: 200 })),
  resultId: Type.Optional(Type.String({ format: 'uuid' })),
  copies: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })),
});
export type NewComponent = Static<typeof NewComponent>;

function holds(condition: string, data: Record<string, unknown>, now: Date): boolean {
  return evaluate(parseExpression(condition), data, { now }) === true;
}

/**
 * The components that are asked for, given the answers; `required` decided.
 * @param power it is filed by a power of attorney that is registered: no copy of it is asked for (`satisfiedBy: authority`)
 */
export function askedComponents(
  asked: readonly AskedComponent[],
  data: Record<string, unknown>,
  now: Date,
  power = false,
): (AskedComponent & { readonly needed: boolean })[] {
  return asked
    .filter(
      (c) =>
        c.stage === undefined && !(power && c.satisfiedBy === 'authority') && (c.when === undefined || holds(c.when, data, now)),
    )
    .map((c) => ({
      ...c,
      needed: typeof c.required === 'string' ? holds(c.required, data, now) : c.required,
    }));
}

/** One sentence for each required component that is not there. The interactive form itself counts as handed in. */
export function missingComponents(
  asked: readonly AskedComponent[],
  data: Record<string, unknown>,
  given: readonly NewComponent[],
  now: Date,
  power = false,
): FieldError[] {
  const there = new Set(given.map((c) => c.key));
  return askedComponents(asked, data, now, power)
    .filter((c) => c.needed && c.satisfiedBy !== 'form' && !there.has(c.key))
    .map((c) => ({
      path: `components.${c.key}`,
      message: { vi: `Bạn cần thêm: ${c.name.vi}.`, en: `Please add: ${c.name.en}.` },
    }));
}

/**
 * A file must have been brought by the person who attaches it; what comes from the data store must be a valid result of
 * theirs, or of whom they act for. Knowing a hash opens nothing.
 * @throws fileNotYours
 */
export async function checkHolder(ctx: CommandContext, given: readonly NewComponent[]): Promise<void> {
  const brought = [...new Set(given.flatMap((c) => (c.file && c.origin !== 'store' ? [c.file] : [])))];
  const results = [...new Set(given.flatMap((c) => (c.origin === 'store' ? [`${c.resultId} ${c.file}`] : [])))];
  if (brought.length === 0 && results.length === 0) return;
  const theirs = (ctx.principal.authorities ?? []).filter((one) => one.verified).map((one) => one.subject);
  const { files, papers } = await ctx.db.one<{ files: number; papers: number }>(
    sql`select (select count(*) from kernel.file_holder where holder = ${ctx.principal.id}
                  and hash = any(${brought.map((h) => Buffer.from(h, 'hex'))}::bytea[])) as files,
               (select count(*) from results.v_result r where r.id::text || ' ' || encode(r.pdf, 'hex') = any(${results}::text[]) and r.state = 'issued'
                  and not exists (select from one_stop.v_dossier d where d.id = r.dossier_id and d.result_withheld)
                  and (r.holder_id::text = ${ctx.principal.id} or r.applicant_id::text = ${ctx.principal.id}
                    or coalesce(r.business_id, r.holder_id) = any(${theirs}::uuid[]))) as papers`,
  );
  if (files !== brought.length || papers !== results.length) throw fileNotYours();
}

/** Writes the components. What the procedure does not know by its key is kept under the name it came with. */
export function insertComponents(
  ctx: CommandContext,
  dossierId: string,
  asked: readonly AskedComponent[],
  given: readonly NewComponent[],
): void {
  if (given.length === 0) return;
  const byKey = new Map(asked.map((c) => [c.key, c]));
  const rows = given.map((c) => ({
    id: ctx.newId(),
    key: c.key,
    name: byKey.get(c.key)?.name.vi ?? c.fileName ?? c.key,
    origin: c.origin,
    form: byKey.get(c.key)?.form ?? 'copy',
    copies: c.copies ?? 1,
    file: c.file ?? null,
    file_name: c.fileName?.normalize('NFC') ?? null,
    result_id: c.resultId ?? null,
  }));
  ctx.db.send(
    sql`insert into one_stop.component (id, dossier_id, key, name, origin, form, copies, file, file_name, media_type, size, result_id, added_at)
        select r.id, ${dossierId}::uuid, r.key, r.name, r.origin, r.form, r.copies, f.hash, r.file_name, f.media_type, f.size, r.result_id, ${ctx.now}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r (id uuid, key text, name text, origin text, form text, copies int, file text, file_name text, result_id uuid)
        left join kernel.file f on f.hash = decode(r.file, 'hex')`,
  );
}
