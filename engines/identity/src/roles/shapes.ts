import { shape } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { line, moment, nullable, uuid } from '../fields.ts';

export const editing = 'people.edit-role';
export const approving = 'people.approve-role';

export const text = shape({ vi: Type.String(), en: Type.String() });

/** One extent of a permission, as it is stored. */
export const Extent = shape({
  permission: Type.String({ pattern: '^[a-z-]+\\.[a-z-]+$', maxLength: 100 }),
  scope: Type.Union([
    Type.Literal('own'),
    Type.Literal('assigned'),
    Type.Literal('unit'),
    Type.Literal('unit-tree'),
    Type.Literal('all'),
  ]),
  procedures: Type.Optional(Type.Array(line(60), { minItems: 1, maxItems: 200 })),
  under: Type.Optional(Type.Array(line(80), { minItems: 1, maxItems: 100 })),
  fields: Type.Optional(Type.Array(line(60), { minItems: 1, maxItems: 100 })),
  classes: Type.Optional(Type.Array(line(40), { minItems: 1, maxItems: 20 })),
  when: Type.Optional(Type.Literal('my-step')),
  steps: Type.Optional(Type.Array(line(100), { minItems: 1, maxItems: 50 })),
});

export const Change = shape({
  id: uuid,
  role: Type.String(),
  kind: Type.String(),
  name: text,
  permissions: Type.Array(Extent),
  retiredOn: nullable(Type.String()),
  reason: Type.String(),
  state: Type.String(),
  proposedAt: moment,
  proposedBy: uuid,
  proposer: Type.String(),
  decidedAt: nullable(moment),
  decider: nullable(Type.String()),
  comment: nullable(Type.String()),
});
export type Change = Static<typeof Change>;

export const EffectShape = shape({
  added: Type.Array(Extent),
  removed: Type.Array(Extent),
  /** How many persons, and the names of the first. */
  gaining: Type.Integer(),
  gainingNames: Type.Array(Type.String()),
  losing: Type.Integer(),
  losingNames: Type.Array(Type.String()),
  conflicts: Type.Array(shape({ name: Type.String(), rule: text })),
  lockedOut: Type.Array(Type.String()),
});
