import { randomBytes } from 'node:crypto';
import { type CommandContext, newReference, type Queries, sql } from '@dinh/kernel';
import { derivePassword } from '../sign-in/password.ts';
import { same } from './secrets.ts';

/** How many codes stand on a sheet. */
export const codesOnSheet = 10;

/** A sheet of codes, each with 39 bits, and their hashes; they are kept like passwords (ASVS 5, 6.5.2), with one salt. */
export async function newSheet(): Promise<{ codes: string[]; hashes: Buffer[]; salt: Buffer }> {
  const salt = randomBytes(16);
  const codes = Array.from({ length: codesOnSheet }, () => newReference(8));
  const hashes: Buffer[] = [];
  for (const code of codes) hashes.push(await derivePassword(plainReference(code), salt));
  return { codes, hashes, salt };
}

/** Letters as they stand on the sheet, however they were typed. */
function plainReference(text: string): string {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, '');
}

/** Which code of a person's sheet was typed. @returns its hash; undefined when it is none that is still good */
export async function codeTyped(db: Queries, person: string, text: string): Promise<Buffer | undefined> {
  const left = await db.all<{ hash: Buffer; salt: Buffer }>(
    sql`select hash, salt from identity.recovery_code where person_id = ${person} and used_at is null`,
  );
  const [first] = left;
  if (!first) return undefined;
  const hash = await derivePassword(plainReference(text), first.salt);
  return left.find((one) => same(one.hash, hash))?.hash;
}

/** Replaces the sheet of a person: the codes of the one before are worth nothing any more. */
export function keepSheet(ctx: CommandContext, person: string, sheet: { hashes: Buffer[]; salt: Buffer }): void {
  ctx.db.send(sql`delete from identity.recovery_code where person_id = ${person}`);
  ctx.db.send(
    sql`insert into identity.recovery_code (person_id, hash, salt, created_at)
        select ${person}, hash, ${sheet.salt}, ${ctx.now} from unnest(${sheet.hashes}::bytea[]) as hash`,
  );
}
