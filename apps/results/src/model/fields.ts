import { evaluate, toJson } from '@dinh/decision';
import { addressText, type Field, formatAnswer, type FormDefinition, type FormEnvironment } from '@dinh/forms';
import { type FieldError, isDay } from '@dinh/kernel';
import { valuesWrong } from '../errors.ts';
import type { ResultField, ResultType } from './result-type.ts';

type Data = Record<string, unknown>;

/** What is set when the result is signed and issued, never by an official. */
const setByUs = new Set(['register', 'signing', 'validity', 'dossier.unit']);

/** What the fields of a record are read from. */
export interface Sources {
  readonly answers: Data;
  readonly filled: Data;
  readonly owner: Data;
  readonly unitName: string;
  /** Computed by the procedure's decisions: `computation.monthly`, … */
  readonly more: Data;
  /** What `today()` in an expression means. */
  readonly now: Date;
}

/**
 * The record of a result: each field from where its type says. What an official filled in goes before what the form says,
 * because the agency decides what it grants; expressions that find nothing leave the field out.
 */
export function recordOf(type: ResultType, from: Sources): Data {
  const data: Data = {};
  const context = { form: from.answers, owner: from.owner, ...from.more };
  for (const field of type.fields) {
    const value =
      field.from === 'dossier.unit'
        ? from.unitName
        : setByUs.has(field.from)
          ? undefined
          : (from.filled[field.key] ?? (field.from === 'officer' ? undefined : read(field.from, context, from.now)));
    if (value !== undefined && value !== null && value !== '') data[field.key] = value;
  }
  return data;
}

function read(from: string, context: Data, now: Date): unknown {
  if (/^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(from))
    return from.split('.').reduce<unknown>((at, step) => (at as Data | undefined)?.[step], context);
  return toJson(evaluate(from, context, { now }));
}

/** The owner as records name them: what the form asks of the owner, or of the applicant who files for themselves. */
export function ownerOf(answers: Data, holderName: string): Data {
  const self = (answers['capacity'] ?? 'self') === 'self';
  const owner = ((self ? answers['applicant'] : answers['owner']) ?? {}) as Data;
  return { ...owner, name: holderName };
}

/** The record in words, as papers and pages show it. */
export function wordsOf(
  type: ResultType,
  data: Data,
  form: FormDefinition | undefined,
  env: FormEnvironment,
): Record<string, string> {
  const words: Record<string, string> = {};
  for (const field of type.fields) {
    const value = data[field.key];
    if (value !== undefined && value !== null) words[field.key] = wordOf(field, value, form, env);
  }
  return words;
}

function wordOf(field: ResultField, value: unknown, form: FormDefinition | undefined, env: FormEnvironment): string {
  const key = /^form\.(\w+)$/.exec(field.from)?.[1] ?? field.key;
  const asked =
    form &&
    fieldOf(
      form.pages.flatMap((page) => page.fields),
      key,
    );
  if (asked?.type === 'group' && Array.isArray(value))
    return value
      .map((one: Data) =>
        (asked.fields ?? [])
          .map((f) => ({ label: f.label[env.lang], text: formatAnswer(f, one[f.key], env) }))
          .filter(({ text }) => text !== '')
          .map(({ label, text }) => `${label}: ${text}`)
          .join('; '),
      )
      .join('\n');
  if (asked) return formatAnswer(asked, value, env);
  if (field.type === 'address') return addressText(value, env);
  return formatAnswer({ key: field.key, type: plainType(field.type), label: field.label } as Field, value, env);
}

const plainType = (type: string): string =>
  ['money', 'year', 'date', 'integer', 'decimal', 'phone'].includes(type) ? type : 'text';

function fieldOf(fields: readonly Field[], key: string): Field | undefined {
  for (const field of fields) {
    if (field.key === key) return field;
    const inside = field.type === 'group' && !field.repeat ? fieldOf(field.fields ?? [], key) : undefined;
    if (inside) return inside;
  }
  return undefined;
}

const needs = {
  known: { vi: 'Loại kết quả này không có mục này.', en: 'This type of result has no such field.' },
  ours: {
    vi: 'Mục này do hệ thống điền khi ký và phát hành.',
    en: 'This is filled in when the result is signed and issued.',
  },
  text: {
    vi: 'Xin ghi bằng chữ, không quá 4000 ký tự.',
    en: 'Please write text of at most 4000 characters.',
  },
  number: { vi: 'Xin ghi một con số.', en: 'Please give a number.' },
  whole: { vi: 'Xin ghi một số nguyên.', en: 'Please give a whole number.' },
  date: { vi: 'Xin ghi một ngày có thật.', en: 'Please give a day that exists.' },
  address: { vi: 'Xin chọn địa chỉ.', en: 'Please choose an address.' },
  list: { vi: 'Xin chọn từ danh sách.', en: 'Please choose from the list.' },
};

/** Checks what an official filled in. @throws valuesWrong with one sentence per field */
export function checkFilled(type: ResultType, filled: Data): Data {
  const fields: FieldError[] = [];
  const clean: Data = {};
  for (const [key, raw] of Object.entries(filled)) {
    const value = typeof raw === 'string' ? raw.normalize('NFC').trim() : raw;
    if (value === null || value === undefined || value === '') continue;
    const field = type.fields.find((one) => one.key === key);
    const wrong = !field ? needs.known : setByUs.has(field.from) ? needs.ours : wrongIn(field, value);
    if (wrong) fields.push({ path: `values.${key}`, message: wrong });
    else clean[key] = value;
  }
  if (fields.length > 0) throw valuesWrong({}, { fields });
  return clean;
}

function wrongIn(field: ResultField, value: unknown): FieldError['message'] | undefined {
  switch (field.type) {
    case 'integer':
    case 'money':
    case 'year':
      return Number.isSafeInteger(value) ? undefined : needs.whole;
    case 'decimal':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : needs.number;
    case 'date':
      return typeof value === 'string' && isDay(value) ? undefined : needs.date;
    case 'address':
      return typeof value === 'object' && !Array.isArray(value) ? undefined : needs.address;
    case 'group':
    case 'choices':
      return Array.isArray(value) && value.length <= 200 ? undefined : needs.list;
    default:
      return typeof value === 'string' && value.length <= 4000 ? undefined : needs.text;
  }
}
