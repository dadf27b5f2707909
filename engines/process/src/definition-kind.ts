import { type DefinitionKind, type DefinitionProblem, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import type { ProcessBody } from './engine.ts';
import { compileBpmn } from './model/compile.ts';

/** Processes as dated versions: what cannot run is refused before it is published, with the element named. */
export const processKind = {
  kind: 'process',
  title: { vi: 'Quy trình', en: 'Process' },
  schema: shape({
    bpmn: Type.String({ minLength: 1, maxLength: 2_000_000 }),
    source: Type.String({ minLength: 1 }),
  }),
  check: (body: ProcessBody): DefinitionProblem[] =>
    compileBpmn(body.bpmn).problems.map(({ element, name, reason, line }) => ({
      path: element,
      where: name ?? (element === '' ? undefined : { vi: element, en: element }),
      reason,
      line,
    })),
  file: { property: 'bpmn', ending: '.bpmn' },
  editing: 'studio.edit-process',
  publishing: 'studio.publish-definition',
} satisfies DefinitionKind<ProcessBody>;
