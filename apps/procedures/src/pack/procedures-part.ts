import type { PackPart } from '@dinh/kernel';
import { projectProcedures } from '../search/project.ts';
import { saveProcedures } from './save-procedures.ts';
import type { ProcedureKind } from '../procedure-kinds.ts';
import { readKinds, type ReadProcedure, readProcedures } from './read-procedures.ts';

/** `procedure-kinds.yaml`: what procedures have that were not worked out. Kind `procedure-kind`; written out with the procedures. */
export const procedureKindsPart: PackPart<ProcedureKind[]> = {
  name: 'procedure-kinds',
  read: readKinds,
  async load(load, kinds) {
    for (const body of kinds)
      await load.define('procedure-kinds', {
        kind: 'procedure-kind',
        key: body.key,
        body,
        source: body.source,
      });
  },
  async save() {},
};

/** Procedures become definitions (kind `procedure`) and the table by which people find them. */
export const proceduresPart: PackPart<ReadProcedure[]> = {
  name: 'procedures',
  after: ['units', 'business-types', 'forms', 'processes', 'decisions', 'result-types'],
  read: readProcedures,
  check(items, others, folder) {
    const units = keys(others('units'));
    const known: Record<string, Set<string>> = {
      businessType: keys(others('business-types')),
      form: keys(others('forms')),
      process: keys(others('processes')),
      fee: keys(others('decisions')),
      result: keys(others('result-types')),
    };
    for (const { body, place } of items) {
      const wrong = (reason: string) => folder.problem(place.file, place.line, `${body.code}: ${reason}`);
      for (const [name, set] of Object.entries(known)) {
        const key = body[name as 'form'];
        if (!set.has(key)) wrong(`there is no ${name} “${key}”`);
      }
      for (const unit of [body.agency, body.section, ...(body.consultation ?? []).map((c) => c.unit)])
        if (units.size > 0 && !units.has(unit)) wrong(`there is no unit “${unit}”`);
    }
  },
  async load(load, items) {
    for (const { body, effectiveFrom } of items)
      await load.define('procedures', {
        kind: 'procedure',
        key: body.code,
        body,
        source: body.source,
        effectiveFrom,
      });
    await projectProcedures(load.tx, load.today);
  },
  save: saveProcedures,
};

/** The keys of what another part read, however it lists them. */
export function keys(items: unknown): Set<string> {
  if (items instanceof Map) return new Set(items.keys());
  if (!Array.isArray(items)) return new Set(items && typeof items === 'object' ? Object.keys(items) : []);
  return new Set(items.map((item) => item?.key ?? item?.code ?? item?.value?.key ?? item?.value?.code).filter(Boolean));
}
