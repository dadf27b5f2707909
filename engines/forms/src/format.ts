import type { Field } from './definition.ts';
import { isRecord, own } from './data.ts';
import type { FormEnvironment } from './environment.ts';
import { dayOf, type Lang, say } from './messages.ts';
import { OTHER_PROVINCE } from './values.ts';

const yes = { vi: 'Có', en: 'Yes' };
const no = { vi: 'Không', en: 'No' };

/** `1.234,5` in Vietnamese, `1,234.5` in English. Written without `@dinh/ui`, as the browser's island uses it too. */
export function numberText(value: number, lang: Lang): string {
  const [whole = '0', fraction] = String(Math.abs(value)).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, lang === 'vi' ? '.' : ',');
  const tail = fraction ? (lang === 'vi' ? ',' : '.') + fraction : '';
  return (value < 0 ? '−' : '') + grouped + tail;
}

/** A number as it stands in an input: what `parseNumber` reads back as the same number. */
export const numberInput = (value: number, lang: Lang): string => numberText(value, lang).replace('−', '-');

/** Telephone numbers in groups, as they are read aloud. */
const phoneText = (digits: string) => digits.replace(/^(\d{4})(\d{3})(\d+)$/, '$1 $2 $3');

type Lookups = Pick<FormEnvironment, 'lang' | 'areas' | 'list' | 'units'>;

/**
 * An answer as people read it, in one line (a `multiline` keeps its lines); empty when there is none. An answer
 * that is not of its type (still wrong in a draft) is shown as written.
 */
export function formatAnswer(field: Field, value: unknown, env: Lookups): string {
  const { lang } = env;
  if (value === undefined || value === null || value === '') return '';
  if (typeof value === 'boolean') return say(value ? yes : no, lang);
  const type = field.type === 'computed' ? (field.format ?? 'text') : field.type;
  if (typeof value === 'number') {
    if (type === 'year') return String(value);
    if (type === 'money') return `${numberText(value, lang)}\u00a0${lang === 'vi' ? 'đ' : 'VND'}`;
    return numberText(value, lang) + (field.suffix ? `\u00a0${say(field.suffix, lang)}` : '');
  }
  if (Array.isArray(value)) return value.map((one) => optionText(field, String(one), env)).join('; ');
  if (isRecord(value)) return type === 'address' ? addressText(value, env) : '';
  if (typeof value !== 'string') return '';
  if (type === 'date') return /^\d{4}-\d\d-\d\d$/.test(value) ? dayOf(value) : value;
  return type === 'phone' ? phoneText(value) : optionText(field, value, env);
}

function optionText(field: Field, code: string, env: Lookups): string {
  const option = field.options?.find((one) => one.value === code)?.label;
  if (option) return say(option, env.lang);
  const entries =
    field.type === 'code' ? env.list?.(field.list ?? '') : field.type === 'unit' ? env.units?.(field.unitKind) : undefined;
  const entry = entries?.find((one) => one.code === code);
  return entry ? say(entry.name, env.lang) : code;
}

/** `Số 5 đường Lê Lợi, phường Minh Khai, thành phố Phủ Lý, tỉnh Hà Nam`. */
export function addressText(address: unknown, env: Lookups): string {
  const part = (key: string) => {
    const value = own(address, key);
    return typeof value === 'string' ? value : undefined;
  };
  const area = (key: string) => {
    const code = part(key);
    const found = code === undefined ? undefined : env.areas?.get(code);
    return found ? say(found.name, env.lang) : code;
  };
  const places = part('province') === OTHER_PROVINCE ? [part('locality')] : [area('commune'), area('district'), area('province')];
  return [part('detail'), ...places].filter(Boolean).join(', ');
}
