import { shape } from '@dinh/kernel';
import { type Static, Type } from 'typebox';

const name = Type.String({ minLength: 1, maxLength: 200 });
export const Values = Type.Record(Type.String({ maxLength: 100 }), Type.Unknown());

/** What somebody who tries a process out lets happen. */
export const Move = shape({
  /**
   * A task ends; a time comes; a message arrives; a signal is heard; values change (so that a condition comes true);
   * a program step fails with an error that the model knows; an activity is begun by hand; time passes.
   */
  act: Type.Union([
    Type.Literal('complete'),
    Type.Literal('timer'),
    Type.Literal('message'),
    Type.Literal('signal'),
    Type.Literal('values'),
    Type.Literal('error'),
    Type.Literal('start'),
    Type.Literal('jump'),
  ]),
  /** Where it happens; values and time are of the whole. */
  element: Type.Optional(name),
  /** The how-manieth of those that wait at the element, from 0; of an error the how-manieth time that it is carried out. */
  nth: Type.Optional(Type.Integer({ minimum: 0, maximum: 999 })),
  outcome: Type.Optional(Type.String({ maxLength: 100 })),
  /** What a task, message or signal brings, or what is changed. */
  values: Type.Optional(Values),
  /** The code of an error. */
  code: Type.Optional(Type.String({ maxLength: 200 })),
  /** Time passes until this moment, or for a time in working time. */
  until: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d' })),
  working: Type.Optional(Type.String({ pattern: '^P(\\d{1,3}D|(\\d{1,3}D)?T(\\d{1,4}H|(\\d{1,4}H)?\\d{1,5}M))$' })),
});
export type Move = Static<typeof Move>;
export const Moves = Type.Array(Move, { maxItems: 200 });

/** What a process is tried with. */
export const ProcessInput = shape({
  variables: Values,
  moves: Moves,
  /** The start event with a trigger at which it begins; the plain one when left out. */
  start: Type.Optional(name),
  /** When it begins, so that a case goes the same way on any day; now when left out. */
  at: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d' })),
});
export type ProcessInput = Static<typeof ProcessInput>;
