import type { CommandContext, Context, Principal, Queries } from '@dinh/kernel';
import { sql } from '@dinh/kernel';
import type { Data } from '@dinh/forms';
import { authorityOver, draftFiled, draftNotFound } from '../errors.ts';

/** A component as a draft keeps it until it is filed. */
export interface DraftComponent {
  readonly id: string;
  readonly key: string;
  readonly origin: 'upload' | 'store';
  /** SHA-256, hex; absent for a result that has no file of its own. */
  readonly file?: string;
  readonly fileName: string;
  /** Bytes. */
  readonly size?: number;
  readonly mediaType?: string;
  readonly resultId?: string;
}

/** What somebody has begun and not yet sent. */
export interface Draft {
  readonly id: string;
  readonly kind: 'dossier' | 'supplement';
  readonly personId: string;
  readonly businessId: string | null;
  /** The right to act for somebody under which it will be filed. */
  readonly authorityId: string | null;
  readonly procedureCode: string;
  readonly versionId: string;
  readonly formId: string | null;
  readonly title: string;
  readonly data: Data;
  readonly components: readonly DraftComponent[];
  readonly seen: readonly string[];
  /** Where it is taken up again: a page of the form, or `papersStep`. */
  readonly page: string | null;
  readonly state: 'open' | 'filed';
  readonly dossierId: string | null;
  readonly reference: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Days that an untouched draft is kept. */
export const keptDays = 90;
/** Where a draft stands once its form is done: its papers. */
export const papersStep = 'giay-to';
/** Drafts that a person may have at once. */
export const mostDrafts = 50;

const columns = sql.raw(
  `id, kind, person_id as "personId", business_id as "businessId", authority_id as "authorityId", procedure_code as "procedureCode", version_id as "versionId", form_id as "formId",
   title, data, components, seen, page, state, dossier_id as "dossierId", reference, created_at as "createdAt", updated_at as "updatedAt"`,
);

/** Whether the authority under which a draft was begun holds no more: then nothing of whom it was for is shown or filed by it. */
export function isOver(principal: Principal, { authorityId, state }: Pick<Draft, 'authorityId' | 'state'>): boolean {
  if (authorityId === null || state === 'filed') return false;
  return !principal.authorities?.some(({ id, acts }) => id === authorityId && acts.includes('file'));
}

/** The person's own draft. @throws draftNotFound, authorityOver */
export async function readDraft(ctx: Pick<Context, 'db' | 'principal'>, id: string): Promise<Draft> {
  const draft = await readAnyDraft(ctx, id);
  if (isOver(ctx.principal, draft)) throw authorityOver();
  return draft;
}

/** The same, also one whose authority is over: for what shows nothing that is in it. @throws draftNotFound */
export async function readAnyDraft(ctx: Pick<Context, 'db' | 'principal'>, id: string): Promise<Draft> {
  const found = await ctx.db.maybe<Draft>(
    sql`select ${columns} from services.draft where id = ${id} and person_id = ${ctx.principal.id}`,
  );
  if (!found) throw draftNotFound();
  return found;
}

/** The draft with its row locked, so that tabs and devices change it one after the other. @throws draftNotFound, draftFiled, authorityOver */
export async function lockDraft(ctx: CommandContext, id: string): Promise<Draft> {
  const draft = await lockOpenDraft(ctx, id);
  if (isOver(ctx.principal, draft)) throw authorityOver();
  return draft;
}

/** The same, also one whose authority is over. @throws draftNotFound, draftFiled */
export async function lockOpenDraft(ctx: CommandContext, id: string): Promise<Draft> {
  const draft = await lockAnyDraft(ctx, id);
  if (draft.state === 'filed') throw draftFiled({ reference: draft.reference ?? '' });
  return draft;
}

/** The same, filed or not. @throws draftNotFound */
export async function lockAnyDraft(ctx: CommandContext, id: string): Promise<Draft> {
  const found = await ctx.db.maybe<Draft>(
    sql`select ${columns} from services.draft where id = ${id} and person_id = ${ctx.principal.id} for update`,
  );
  if (!found) throw draftNotFound();
  return found;
}

/** Open drafts of dossiers, the last touched first. */
export function draftsOf(db: Queries, personId: string, procedure?: string): Promise<Draft[]> {
  return db.all(
    sql`select ${columns} from services.draft
        where person_id = ${personId} and state = 'open' and kind = 'dossier' and (${procedure ?? null}::text is null or procedure_code = ${procedure ?? null})
        order by updated_at desc limit ${mostDrafts}`,
  );
}

/** The open answer to a request for supplement of a dossier, if one was begun. */
export function supplementDraft(ctx: Pick<Context, 'db' | 'principal'>, dossierId: string): Promise<Draft | undefined> {
  return ctx.db.maybe<Draft>(
    sql`select ${columns} from services.draft
        where person_id = ${ctx.principal.id} and dossier_id = ${dossierId} and kind = 'supplement' and state = 'open'`,
  );
}

/** The same of a dossier that is known by its reference or code alone: the person may not see it any more. */
export function supplementUnder(ctx: Pick<Context, 'db' | 'principal'>, reference: string): Promise<Draft | undefined> {
  return ctx.db.maybe<Draft>(
    sql`select ${columns} from services.draft
        where person_id = ${ctx.principal.id} and reference = ${reference.trim().toUpperCase()} and kind = 'supplement' and state = 'open'`,
  );
}

/** Writes the components of a draft. */
export function keepComponents(ctx: CommandContext, id: string, components: readonly DraftComponent[]): void {
  ctx.db.send(
    sql`update services.draft set components = ${JSON.stringify(components)}::jsonb, updated_at = ${ctx.now} where id = ${id}`,
  );
}

/** Components as `one-stop` takes them. */
export function asFiled(components: readonly DraftComponent[]) {
  return components.map(({ key, origin, file, fileName, resultId }) => ({
    key,
    origin,
    fileName,
    ...(file && { file }),
    ...(resultId && { resultId }),
  }));
}
