import { Type, type TObject, type TProperties } from 'typebox';

/** An object of exactly these properties: what is not named is refused. */
export function shape<P extends TProperties>(properties: P): TObject<P> {
  return Type.Object(properties, { additionalProperties: false });
}
