import type { Field, FormDefinition } from './definition.ts';

type Schema = { [keyword: string]: unknown };

const DATE = { type: 'string', format: 'date' };
const area = { type: 'string', maxLength: 100 };

/**
 * JSON Schema 2020-12 of a form's answers, for OpenAPI and for those who file by machine. It says shapes and
 * limits; what depends on other answers (conditions, checks) is said in words by the errors of `validateForm`,
 * so only fields without a condition are `required`.
 */
export function toJsonSchema(form: FormDefinition): Schema {
  const unconditional = form.pages.filter((page) => !page.when).flatMap((page) => page.fields);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: form.title.vi,
    description: form.title.en,
    ...objectOf(
      form.pages.flatMap((page) => page.fields),
      unconditional,
    ),
  };
}

function objectOf(fields: readonly Field[], unconditional: readonly Field[]): Schema {
  const asked = fields.filter((field) => field.type !== 'info' && field.type !== 'component');
  const required = unconditional.filter((field) => asked.includes(field) && mustBeThere(field));
  return {
    type: 'object',
    properties: Object.fromEntries(asked.map((field) => [field.key, { title: field.label.vi, ...shapeOf(field) }])),
    ...(required.length > 0 && { required: required.map((field) => field.key) }),
    additionalProperties: false,
  };
}

/** A group must be there when something in it must. */
function mustBeThere(field: Field): boolean {
  if (field.when) return false;
  if (field.type !== 'group') return field.required === true;
  return field.repeat ? (field.repeat.min ?? 0) > 0 || field.required === true : (field.fields ?? []).some(mustBeThere);
}

function shapeOf(field: Field): Schema {
  switch (field.type) {
    case 'text':
    case 'multiline':
      return textShape(field, field.type === 'text' ? 500 : 5000);
    case 'personName':
      return textShape(field, 150);
    case 'integer':
    case 'money':
    case 'year':
      return { type: 'integer', ...bounds(field) };
    case 'decimal':
      return { type: 'number', ...bounds(field) };
    case 'date':
      return DATE;
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { enum: field.options?.map((option) => option.value) ?? [] };
    case 'choices':
      return {
        type: 'array',
        items: { enum: field.options?.map((option) => option.value) ?? [] },
        uniqueItems: true,
      };
    case 'address':
      return {
        type: 'object',
        properties: {
          province: area,
          district: area,
          commune: area,
          locality: { type: 'string' },
          detail: { type: 'string' },
        },
        required: ['detail'],
        additionalProperties: false,
      };
    case 'personalId':
      return { type: 'string', pattern: '^(\\d{9}|\\d{12}|[A-Z][A-Z0-9]{5,11})$' };
    case 'phone':
      return { type: 'string', pattern: '^0\\d{9,10}$' };
    case 'email':
      return { type: 'string', format: 'email', maxLength: 254 };
    case 'taxCode':
      return { type: 'string', pattern: '^(\\d{10}(-\\d{3})?|\\d{12})$' };
    case 'group': {
      const one = objectOf(field.fields ?? [], field.fields ?? []);
      return field.repeat ? { type: 'array', items: one, minItems: field.repeat.min ?? 0, maxItems: field.repeat.max } : one;
    }
    case 'computed':
      return { readOnly: true };
    default:
      return area;
  }
}

function textShape(field: Field, length: number): Schema {
  return {
    type: 'string',
    maxLength: field.maxLength ?? length,
    ...(field.minLength && { minLength: field.minLength }),
    ...(field.pattern && { pattern: `^(?:${field.pattern.regex})$` }),
  };
}

const bounds = (field: Field): Schema => ({
  ...(typeof field.min === 'number' && { minimum: field.min }),
  ...(typeof field.max === 'number' && { maximum: field.max }),
});
