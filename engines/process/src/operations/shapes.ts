import { shape } from '@dinh/kernel';
import { Type } from 'typebox';

/** Which instance, and why. */
export const instanceInput = {
  instance: Type.String({ format: 'uuid' }),
  reason: Type.String({ minLength: 1, maxLength: 2000 }),
};

export const changed = shape({
  instance: Type.String(),
  state: Type.Union([Type.Literal('running'), Type.Literal('completed'), Type.Literal('cancelled')]),
});

export const mappingInput = Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 200 }), {
  description: 'by the element of the old version: the element that takes its place; those not named keep their id',
});
export const problemsOutput = Type.Array(
  shape({ element: Type.String(), reason: shape({ vi: Type.String(), en: Type.String() }) }),
);
