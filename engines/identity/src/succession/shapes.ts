import { shape } from '@dinh/kernel';
import { Type } from 'typebox';

const Finding = shape({
  severity: Type.String(),
  unit: Type.Optional(Type.String()),
  vi: Type.String(),
  en: Type.String(),
});
const Touched = shape({
  part: Type.String(),
  title: shape({ vi: Type.String(), en: Type.String() }),
  total: Type.Integer(),
  units: Type.Array(shape({ key: Type.String(), count: Type.Integer() })),
});
/** What a check of a plan found, as it is kept and answered. */
export const Checked = shape({
  findings: Type.Array(Finding),
  touched: Type.Array(Touched),
  derived: Type.Integer({ description: 'lines for inner units that follow from others' }),
});
