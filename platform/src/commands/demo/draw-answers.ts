import { dayAfter, localDate } from '@dinh/kernel';
import type { Data, FormDefinition, FormEnvironment } from '@dinh/forms';
import type { AnswerFile, Case, Said } from './answer-file.ts';
import { factOf, type Who, written } from './facts.ts';
import { personName } from './names.ts';
import type { Random } from './random.ts';

type Field = FormDefinition['pages'][number]['fields'][number];

/** What stands in for what every dossier says for itself, by the place of the answer. */
export type Holes = Map<string, string>;

/** Answers with what was drawn beside them: the places that change from dossier to dossier. */
export interface Drawn {
  readonly data: Data;
  readonly holes: Holes;
}

/** What answers are drawn from. */
export interface Source {
  readonly file: AnswerFile;
  readonly env: FormEnvironment;
  readonly random: Random;
  /** Somebody for whom the answers are tried. */
  readonly who: Who;
  /** An address where dossiers are settled. */
  readonly near: () => unknown;
}

/**
 * Draws answers to all fields of a form, shown or not.
 * @param given answers that are settled @param needed places that a first try has shown to be needed
 */
export function drawAnswers(form: FormDefinition, source: Source, given: Case, needed: ReadonlySet<string>): Drawn {
  const { file, random } = source;
  const cases = file.forms[form.key];
  const holes: Holes = new Map();
  const says = { ...(cases && random.pick(cases)), ...given };
  const draw = (fields: readonly Field[], mine: Case, prefix: string): Data =>
    Object.fromEntries(
      fields.flatMap((field) => {
        const path = prefix + field.key;
        const value = field.type === 'group' ? group(field, mine, path) : one(field, mine, path);
        return value === undefined ? [] : [[field.key, value]];
      }),
    );
  const group = (field: Field, mine: Case, path: string): unknown => {
    const said = mine[field.key] as Case | readonly Case[] | undefined;
    if (!field.repeat) return draw(field.fields ?? [], (said as Case) ?? {}, `${path}.`);
    const entries = (said as readonly Case[]) ?? (field.required === true ? [{}] : []);
    return entries.map((entry, i) => draw(field.fields ?? [], entry, `${path}[${i}].`));
  };
  const one = (field: Field, mine: Case, path: string): unknown => {
    const must = field.required === true || needed.has(path);
    const say = (said: Said): unknown => spoken(field, said, path, holes, source);
    if (field.key in mine) return say(mine[field.key] as Said);
    const fact = field.prefill && factOf(field.prefill, source.who, file.facts);
    if (fact !== undefined && fact !== '') {
      holes.set(path, `fact:${field.prefill}`);
      return fact;
    }
    if (field.key in file.fields) return say(file.fields[field.key] as Said);
    return field.default ?? (must ? plain(field, path, holes, source) : undefined);
  };
  const data: Data = {};
  for (const page of form.pages) Object.assign(data, draw(page.fields, says, ''));
  return { data, holes };
}

/** What the file says, as an answer. */
function spoken(field: Field, said: Said, path: string, holes: Holes, source: Source): unknown {
  const { random, env } = source;
  if (said === null) return undefined;
  if (Array.isArray(said))
    return field.type === 'choices' && said.every((one) => typeof one === 'string') && said.length > 1
      ? said
      : spoken(field, random.pick(said as readonly Said[]), path, holes, source);
  if (typeof said === 'object' && 'days' in said) {
    const [from, to] = said.days;
    return dayFrom(env.now, from + random.below(to - from + 1));
  }
  if (typeof said === 'object' && 'months' in said) {
    holes.set(path, `months:${said.months}`);
    return monthAfter(env.now, said.months);
  }
  if (typeof said === 'object' && 'from' in said) {
    const { from, to, step = 1 } = said;
    return Math.round((from + step * random.below(Math.floor((to - from) / step + 1.000001))) * 1000) / 1000;
  }
  if (field.type === 'address' && said === 'near') return near(path, holes, source);
  return typeof said === 'string' ? text(said, random) : said;
}

/** `{procedure}` and the like stay as marks until there is a dossier. */
const text = (said: string, random: Random): string =>
  (written(said, String(random.next()), 0) as string)
    .replaceAll('{person}', () => personName(random))
    .replaceAll(/\{(procedure|applicant|owner)\}/g, '\u27e6$1\u27e7');

/** An answer to a field of which nothing is said but that there must be one. */
function plain(field: Field, path: string, holes: Holes, source: Source): unknown {
  const { random, env, file } = source;
  const least = typeof field.min === 'number' ? field.min : 1;
  switch (field.type) {
    case 'personName':
      return personName(random);
    case 'phone':
      return written(file.facts['phone'] ?? '02#########', String(random.next()), 0);
    case 'personalId':
      return written(file.facts['idNumber'] ?? '0###########', String(random.next()), 0);
    case 'taxCode':
      return written(file.facts['taxCode'] ?? '0#########', String(random.next()), 0);
    case 'address':
      return near(path, holes, source);
    case 'date':
      return dayFrom(env.now, field.min === 'today' ? 30 : -30);
    case 'boolean':
      return false;
    case 'choice':
    case 'choices':
      return random.pick((field.options ?? []).map((option) => option.value));
    case 'code':
      return env.list?.(field.list ?? '')?.[0]?.code;
    case 'unit':
      return env.units?.(field.unitKind)[0]?.code;
    case 'year':
      return env.now.getUTCFullYear() - 1;
    case 'integer':
    case 'decimal':
    case 'money':
      return Math.max(1, least);
    case 'text':
    case 'multiline':
      return '\u27e6procedure\u27e7';
    default:
      return undefined;
  }
}

function near(path: string, holes: Holes, { near: place }: Source): unknown {
  holes.set(path, 'near');
  return place();
}

/** The day in Vietnam, so many days after a moment. */
export const dayFrom = (at: Date, days: number): string => dayAfter(localDate(at), days);

/** The month as forms write it, so many months after that of a moment. */
export function monthAfter(at: Date, months: number): string {
  const local = new Date(at.getTime() + 7 * 3_600_000);
  const month = local.getUTCFullYear() * 12 + local.getUTCMonth() + months;
  return `${String((month % 12) + 1).padStart(2, '0')}/${Math.floor(month / 12)}`;
}
