import { type DefinitionKind, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import type { ProcessBody } from './engine.ts';
import { compileBpmn } from './model/compile.ts';

/** Processes as dated versions: what cannot run is refused before it is published, with the element named. */
export const processKind: DefinitionKind<ProcessBody> = {
  kind: 'process',
  schema: shape({
    bpmn: Type.String({ minLength: 1, maxLength: 2_000_000 }),
    source: Type.String({ minLength: 1 }),
  }),
  check: (body) =>
    compileBpmn(body.bpmn).problems.map(({ element, reason, line }) => ({
      path: 'bpmn',
      reason: `${element ? `${element}: ` : ''}${reason}${line === undefined ? '' : ` (line ${line})`}`,
    })),
};
