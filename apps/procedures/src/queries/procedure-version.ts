import { type Context, type Definition, localDate, type Queries, sql } from '@dinh/kernel';
import { procedureNotFound } from '../errors.ts';
import { limitInWords } from '../limit-words.ts';
import type { Procedure, ProcedureVersion } from '../model.ts';

interface UnitRow {
  id: number;
  key: string;
  name_vi: string;
  name_en: string;
  phone: string | null;
  address: string | null;
}

/**
 * A procedure as it stands on `day`, or in the version that a dossier keeps.
 * @throws procedureNotFound
 */
export async function procedureVersion(
  ctx: Pick<Context, 'app' | 'db' | 'now'>,
  of: { code: string; day?: string } | { versionId: string },
): Promise<ProcedureVersion> {
  const { definitions } = ctx.app;
  const day = ('day' in of ? of.day : undefined) ?? localDate(ctx.now);
  const found: Definition<Procedure> | undefined =
    'versionId' in of
      ? await definitions.byId<Procedure>(of.versionId)
      : // no procedure is older than this, and the database knows no year 0
        day >= '1945-09-02'
        ? await definitions.at<Procedure>('procedure', of.code, day)
        : undefined;
  if (!found || found.kind !== 'procedure') throw procedureNotFound({ code: 'code' in of ? of.code : of.versionId, day });
  return { ...(await placed(ctx.app.db, found)) };
}

const known = new WeakMap<Definition, ProcedureVersion>();

/** Versions are final, and so is where they belong: what was put together once is kept with the version. */
async function placed(db: Queries, found: Definition<Procedure>): Promise<ProcedureVersion> {
  const kept = known.get(found);
  if (kept) return kept;
  const { body } = found;
  const units = await db.all<UnitRow>(
    sql`select id, key, name_vi, name_en, phone, address from identity.v_unit where key in (${body.agency}, ${body.section})`,
  );
  const type = await db.maybe<{ name: string }>(sql`select name from procedures.business_type where code = ${body.businessType}`);
  const agency = units.find((unit) => unit.key === body.agency);
  const section = units.find((unit) => unit.key === body.section);
  if (!agency) throw new Error(`procedure ${body.code}: unit ${body.agency} is not in the directory`);
  const version: ProcedureVersion = {
    versionId: found.id,
    version: found.version,
    effectiveFrom: found.effectiveFrom,
    effectiveTo: found.effectiveTo,
    origin: found.origin,
    procedure: body,
    agency: {
      id: agency.id,
      name: { vi: agency.name_vi, en: agency.name_en },
      phone: agency.phone,
      address: agency.address,
    },
    section: section ? { id: section.id, name: { vi: section.name_vi, en: section.name_en } } : null,
    businessTypeName: type?.name ?? body.businessType,
    limit: limitInWords(body),
  };
  known.set(found, version);
  return version;
}
