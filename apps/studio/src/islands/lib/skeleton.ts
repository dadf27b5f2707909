import { type Schema, shapeOf } from '../../model/schema.ts';

/** What a new part holds before anybody has typed: all that it needs, empty. */
export function skeleton(schema: Schema): unknown {
  const shape = shapeOf(schema);
  switch (shape.is) {
    case 'words':
      return { vi: '', en: '' };
    case 'number':
      return schema.minimum ?? 0;
    case 'truth':
    case 'sometimes':
      return false;
    case 'choice':
      return shape.options[0]?.value ?? '';
    case 'choices':
    case 'list':
      return [];
    case 'table':
      return {};
    case 'group':
      return Object.fromEntries(
        shape.fields
          .filter((field) => field.needed)
          .map((field) => [field.name, field.name === 'source' ? 'ours' : skeleton(field.schema)]),
      );
    case 'kinds':
      return skeleton(shape.kinds[0]!.schema);
    default:
      return '';
  }
}
