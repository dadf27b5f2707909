import type { Field } from './definition.ts';
import { isRecord, own } from './data.ts';
import { type FormEnvironment, type ListEntry, today } from './environment.ts';
import { messages, type Text } from './messages.ts';
import { parseDate, parseNumber, textOf, tidy } from './writing.ts';

/** What came of reading one answer: a typed value (undefined: nothing was answered), or what is wrong and where. */
export interface Reading {
  readonly value?: unknown;
  readonly error?: Text;
  /** Part of the answer at which the error is shown: `.commune`. */
  readonly at?: string;
}

const EMPTY: Reading = {};
const TEXT_LENGTH = 500;
const MULTILINE_LENGTH = 5000;

/** Province code of an address outside the areas that are known: its place is then written in `locality`. */
export const OTHER_PROVINCE = 'other';

const absent = (raw: unknown): boolean => raw === undefined || raw === null || (typeof raw === 'string' && tidy(raw) === '');

type Reader = (field: Field, raw: unknown, env: FormEnvironment) => Reading;

function readText(field: Field, raw: unknown): Reading {
  const lines = field.type === 'multiline';
  const text = textOf(raw, lines);
  if (text === undefined) return { error: messages.enter(field.label) };
  const max = field.maxLength ?? (lines ? MULTILINE_LENGTH : TEXT_LENGTH);
  if (text.length > max) return { error: messages.tooLong(field.label, max) };
  if (field.minLength && text.length < field.minLength) return { error: messages.tooShort(field.label, field.minLength) };
  return matched(field, text);
}

function matched(field: Field, text: string): Reading {
  if (field.pattern && !patternOf(field.pattern.regex)?.test(text)) return { error: field.pattern.message };
  return { value: text };
}

const patterns = new Map<string, RegExp | undefined>();

/** The whole answer must match. A pattern that cannot be read (checkForm reports it) matches nothing. */
function patternOf(regex: string): RegExp | undefined {
  if (!patterns.has(regex)) {
    try {
      patterns.set(regex, new RegExp(`^(?:${regex})$`, 'u'));
    } catch {
      patterns.set(regex, undefined);
    }
  }
  return patterns.get(regex);
}

function readNumber(field: Field, raw: unknown, env: FormEnvironment): Reading {
  const bad = field.type === 'money' ? messages.money : field.type === 'decimal' ? messages.decimal : messages.wholeNumber;
  let value: number | undefined;
  if (typeof raw === 'number') value = Number.isFinite(raw) && Math.abs(raw) < 1e15 ? raw : undefined;
  else if (typeof raw === 'string') {
    const written = tidy(raw).replace(/(đồng|đ|₫|vnđ|vnd)$/iu, '');
    value = parseNumber(written, env.lang);
  }
  if (value === undefined) return { error: bad(field.label) };
  if (field.type === 'decimal') {
    const scale = field.scale ?? 2;
    if (Math.round(value * 10 ** scale) / 10 ** scale !== value) return { error: messages.scale(field.label, scale) };
  } else if (!Number.isInteger(value)) return { error: bad(field.label) };
  const min = typeof field.min === 'number' ? field.min : field.type === 'year' ? 1900 : field.type === 'money' ? 0 : undefined;
  const max = typeof field.max === 'number' ? field.max : field.type === 'year' ? 2200 : undefined;
  if (min !== undefined && value < min) return { error: messages.least(field.label, min) };
  if (max !== undefined && value > max) return { error: messages.most(field.label, max) };
  return { value: value === 0 ? 0 : value };
}

function readDate(field: Field, raw: unknown, env: FormEnvironment): Reading {
  if (isRecord(raw) && ['day', 'month', 'year'].every((part) => absent(own(raw, part)))) return EMPTY;
  const value = parseDate(raw);
  if (!value) return { error: messages.date(field.label) };
  const bound = (limit: Field['min']) => (limit === 'today' ? today(env) : typeof limit === 'string' ? limit : undefined);
  const [min, max] = [bound(field.min), bound(field.max)];
  if (min && value < min) return { error: messages.notBefore(field.label, min) };
  if (max && value > max) return { error: messages.notAfter(field.label, max) };
  return { value };
}

function readBoolean(field: Field, raw: unknown): Reading {
  if (raw === true || raw === 'true' || raw === 'yes') return { value: true };
  if (raw === false || raw === 'false' || raw === 'no') return { value: false };
  return { error: messages.answerYesNo(field.label) };
}

function readListed(field: Field, raw: unknown, allowed: readonly string[] | undefined): Reading {
  const value = typeof raw === 'string' ? tidy(raw) : undefined;
  if (value === undefined || value.length > 100) return { error: messages.choose(field.label) };
  if (allowed && !allowed.includes(value)) return { error: messages.listed(field.label) };
  return { value };
}

function readChoices(field: Field, raw: unknown): Reading {
  const values = (Array.isArray(raw) ? raw : [raw]).filter((value) => !absent(value));
  const allowed = field.options?.map((option) => option.value) ?? [];
  if (!values.every((value) => typeof value === 'string' && allowed.includes(value)))
    return { error: messages.listed(field.label) };
  // In the order of the form, each once, however they came.
  const chosen = allowed.filter((value) => values.includes(value));
  return chosen.length === 0 ? EMPTY : { value: chosen };
}

const codes = (entries: readonly ListEntry[] | undefined) => entries?.map((entry) => entry.code);

function readPersonName(field: Field, raw: unknown): Reading {
  const text = textOf(raw);
  if (text === undefined || !/^[\p{L}\p{M}][\p{L}\p{M}\s.'’()-]*$/u.test(text))
    return { error: messages.personName(field.label) };
  const max = field.maxLength ?? 150;
  return text.length > max ? { error: messages.tooLong(field.label, max) } : matched(field, text);
}

const PAPERS = {
  cccd: { shape: /^\d{12}$/, words: { vi: '12 chữ số (căn cước)', en: '12 digits (citizen identity card)' } },
  cmnd: {
    shape: /^\d{9}$/,
    words: { vi: '9 chữ số (chứng minh nhân dân cũ)', en: '9 digits (old identity card)' },
  },
  passport: {
    shape: /^[A-Z][A-Z0-9]{5,11}$/,
    words: { vi: 'chữ cái và chữ số như trên hộ chiếu', en: 'letters and digits as in the passport' },
  },
};

function readPersonalId(field: Field, raw: unknown): Reading {
  const papers = (field.accept ?? ['cccd', 'cmnd']).map((paper) => PAPERS[paper]);
  const text = textOf(raw)
    ?.replace(/[\s.-]/g, '')
    .toUpperCase();
  if (text !== undefined && papers.some((paper) => paper.shape.test(text))) return { value: text };
  const vi = papers.map((paper) => paper.words.vi).join(', hoặc ');
  const en = papers.map((paper) => paper.words.en).join(', or ');
  const { vi: inVi } = messages.personalId(field.label, vi);
  return { error: { vi: inVi, en: messages.personalId(field.label, en).en } };
}

function readPhone(field: Field, raw: unknown): Reading {
  const text =
    typeof raw === 'string'
      ? tidy(raw)
          .replace(/[\s.()-]/g, '')
          .replace(/^(\+|00)84/, '0')
      : '';
  return /^0\d{9,10}$/.test(text) ? { value: text } : { error: messages.phone(field.label) };
}

function readEmail(field: Field, raw: unknown): Reading {
  const text = textOf(raw) ?? '';
  const good = text.length <= 254 && /^[^\s@<>()[\],;:"\\]{1,64}@[\p{L}\d-]+(\.[\p{L}\d-]+)+$/u.test(text);
  return good ? { value: text } : { error: messages.email(field.label) };
}

function readTaxCode(field: Field, raw: unknown): Reading {
  const text = (textOf(raw) ?? '').replace(/[\s.]/g, '');
  return /^(\d{10}(-\d{3})?|\d{12})$/.test(text) ? { value: text } : { error: messages.taxCode(field.label) };
}

/**
 * An address is `{ province, district?, commune, detail }`, codes of the areas list and the rest in words; outside
 * the areas known here `{ province: 'other', locality, detail }`. The district follows from the commune.
 */
function readAddress(field: Field, raw: unknown, env: FormEnvironment): Reading {
  if (!isRecord(raw)) return { error: messages.commune(field.label) };
  const part = (key: string, max: number) => textOf(own(raw, key))?.slice(0, max) || undefined;
  const detail = part('detail', 300);
  const locality = part('locality', 300);
  const communeCode = part('commune', 100);
  let province = part('province', 100);
  if (!detail && !locality && !communeCode) return EMPTY;
  if (province === OTHER_PROVINCE) {
    if (!locality) return { error: messages.locality(field.label), at: '.locality' };
    return detail ? { value: { province, locality, detail } } : { error: messages.detail(field.label), at: '.detail' };
  }
  let district = part('district', 100);
  if (!communeCode) return { error: messages.commune(field.label), at: '.commune' };
  if (env.areas) {
    const commune = env.areas.get(communeCode);
    const above = commune?.parent ? env.areas.get(commune.parent) : undefined;
    if (!commune || !above || commune.past) return { error: messages.commune(field.label), at: '.commune' };
    const top = above.parent ? above.parent : above.code;
    if (province && province !== top) return { error: messages.commune(field.label), at: '.commune' };
    province = top;
    district = above.parent ? above.code : undefined;
  }
  if (!province) return { error: messages.province(field.label), at: '.province' };
  if (!detail) return { error: messages.detail(field.label), at: '.detail' };
  return { value: { province, ...(district && { district }), commune: communeCode, detail } };
}

const READERS: { [type in Field['type']]?: Reader } = {
  text: readText,
  multiline: readText,
  integer: readNumber,
  decimal: readNumber,
  money: readNumber,
  year: readNumber,
  date: readDate,
  boolean: readBoolean,
  choice: (field, raw) =>
    readListed(
      field,
      raw,
      field.options?.map((option) => option.value),
    ),
  choices: readChoices,
  code: (field, raw, env) => readListed(field, raw, codes(env.list?.(field.list ?? ''))),
  unit: (field, raw, env) => readListed(field, raw, codes(env.units?.(field.unitKind))),
  address: readAddress,
  personName: readPersonName,
  personalId: readPersonalId,
  phone: readPhone,
  email: readEmail,
  taxCode: readTaxCode,
};

/**
 * Reads one answer of a simple field: from what a browser posted, from JSON, or from a draft. Nothing is thrown,
 * whatever `raw` is; reading a value that was read before gives it again.
 */
export function readValue(field: Field, raw: unknown, env: FormEnvironment): Reading {
  if (absent(raw)) return EMPTY;
  return READERS[field.type]?.(field, raw, env) ?? EMPTY;
}
