/** What identity says of access: the classes of data by which permissions are narrowed. */
import { dataClassesKind, dataClassesPart } from './data-classes.ts';

export const access = {
  packParts: [dataClassesPart],
  definitionKinds: [dataClassesKind],
} as const;
