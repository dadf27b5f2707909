import { type Static, Type } from 'typebox';

/** The kinds of field that a form may have; README.md describes each. */
export const FIELD_TYPES = [
  'text',
  'multiline',
  'integer',
  'decimal',
  'money',
  'date',
  'year',
  'boolean',
  'choice',
  'choices',
  'code',
  'unit',
  'address',
  'personName',
  'personalId',
  'phone',
  'email',
  'taxCode',
  'group',
  'component',
  'computed',
  'info',
] as const;

const closed = { additionalProperties: false };

export const TextSchema = Type.Object({ vi: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, closed);

const key = Type.String({ pattern: '^[a-z][A-Za-z0-9_]{0,59}$' });
const expression = Type.String({ minLength: 1, maxLength: 2000 });
const code = Type.String({ minLength: 1, maxLength: 100 });

const OptionSchema = Type.Object({ value: code, label: TextSchema, hint: Type.Optional(TextSchema) }, closed);

/** A rule between answers: `rule` is FEEL; when it is false the sentence is shown at the field. */
const CheckSchema = Type.Object({ rule: expression, message: TextSchema }, closed);

const FieldObject = Type.Object(
  {
    key,
    type: Type.Enum([...FIELD_TYPES]),
    label: TextSchema,
    hint: Type.Optional(TextSchema),
    /** Long explanation under "Tìm hiểu thêm", or the text of an `info` field. */
    text: Type.Optional(TextSchema),
    required: Type.Optional(Type.Union([Type.Boolean(), expression])),
    when: Type.Optional(expression),
    /** Lowest and highest number, or `YYYY-MM-DD` / `today` for dates. */
    min: Type.Optional(Type.Union([Type.Number(), Type.String({ pattern: '^(today|\\d{4}-\\d{2}-\\d{2})$' })])),
    max: Type.Optional(Type.Union([Type.Number(), Type.String({ pattern: '^(today|\\d{4}-\\d{2}-\\d{2})$' })])),
    /** Digits after the decimal comma that a `decimal` may have. */
    scale: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
    /** Unit of measurement shown behind the number: m², tầng, … */
    suffix: Type.Optional(TextSchema),
    minLength: Type.Optional(Type.Integer({ minimum: 0 })),
    maxLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 20000 })),
    pattern: Type.Optional(Type.Object({ regex: Type.String(), message: TextSchema }, closed)),
    options: Type.Optional(Type.Array(OptionSchema, { minItems: 1 })),
    /** Draws a `choice` as a list to open instead of buttons; five options and more do so by themselves. */
    as: Type.Optional(Type.Enum(['radios', 'select'])),
    /** Code list of a `code` field. */
    list: Type.Optional(code),
    /** Kind of unit that a `unit` field offers. */
    unitKind: Type.Optional(code),
    /** Papers that a `personalId` accepts. */
    accept: Type.Optional(Type.Array(Type.Enum(['cccd', 'cmnd', 'passport']), { minItems: 1 })),
    /** Component of the dossier that a `component` field stands for. */
    component: Type.Optional(code),
    /** FEEL of a `computed` field, and how the value is shown. */
    value: Type.Optional(expression),
    /** A computed value that is kept for rules and not shown. */
    hidden: Type.Optional(Type.Boolean()),
    format: Type.Optional(Type.Enum(['text', 'integer', 'decimal', 'money', 'date', 'boolean'])),
    check: Type.Optional(Type.Array(CheckSchema)),
    /** Path in the known facts from which an empty answer is filled: `applicant.name`. */
    prefill: Type.Optional(Type.String({ pattern: '^[A-Za-z][\\w-]*(\\.[A-Za-z][\\w-]*)*$' })),
    /** Answer that stands there at first: `Việt Nam`. */
    default: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
    /** HTML autocomplete token, for the browser's own help. */
    autocomplete: Type.Optional(Type.String()),
    width: Type.Optional(Type.Enum(['short', 'medium', 'full'])),
    fields: Type.Optional(Type.Array(Type.Ref('Field'), { minItems: 1 })),
    /** Makes a group a list of groups; `item` is what one entry is called ("Nơi cư trú"). */
    repeat: Type.Optional(
      Type.Object(
        {
          min: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
          max: Type.Integer({ minimum: 1, maximum: 100 }),
          item: TextSchema,
        },
        closed,
      ),
    ),
    source: Type.Optional(Type.String()),
  },
  closed,
);

export const FieldDefinition = Type.Cyclic({ Field: FieldObject }, 'Field');

/** One thing on a page: a big question, a short help line, a few fields. */
export const PageDefinition = Type.Object(
  {
    key,
    title: TextSchema,
    help: Type.Optional(TextSchema),
    when: Type.Optional(expression),
    /** Block from which the page was taken (`applicant`); set when includes are put in. */
    block: Type.Optional(Type.String()),
    fields: Type.Array(FieldDefinition, { minItems: 1 }),
  },
  closed,
);

/** A whole form as it is kept: includes already put in. Describes what packs and the studio may write. */
export const FormDefinition = Type.Object(
  {
    key: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }),
    title: TextSchema,
    description: Type.Optional(TextSchema),
    source: Type.String({ minLength: 1 }),
    pages: Type.Array(PageDefinition, { minItems: 1 }),
  },
  closed,
);

export type FieldType = (typeof FIELD_TYPES)[number];
export type Field = Static<typeof FieldDefinition>;
export type Page = Static<typeof PageDefinition>;
export type FormDefinition = Static<typeof FormDefinition>;
export type Option = Static<typeof OptionSchema>;
