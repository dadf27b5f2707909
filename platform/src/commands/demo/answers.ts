import { type Data, type FormDefinition, type FormEnvironment, validateForm } from '@dinh/forms';
import type { AnswerFile } from './answer-file.ts';
import { dayFrom, drawAnswers, type Holes, monthAfter } from './draw-answers.ts';
import { factOf, type Who } from './facts.ts';
import type { Random } from './random.ts';

/** For whom a dossier is filed and how its result is wanted: what decides which pages a form has. */
export interface Filing {
  readonly capacity: 'self' | 'business';
  readonly deliveryMethod: 'screen' | 'desk' | 'post';
}

/** What a dossier's answers are filled in with. */
export interface Filled {
  readonly who: Who;
  readonly submitted: Date;
  readonly random: Random;
  /** An address where the dossier is settled. */
  readonly near: () => unknown;
}

/** Answers of dossiers. */
export interface Answers {
  /** @returns the answers as JSON; undefined for a form to which no valid answers were found */
  make(formId: string, filing: Filing, dossier: Filled): string | undefined;
}

/** Valid answers as text with holes for what each dossier says for itself. */
interface Sample {
  readonly pieces: readonly string[];
  readonly holes: readonly { readonly name: string; readonly inside: boolean }[];
}

/** So many samples of a form, a capacity and a delivery; judging answers takes a thousand times longer than filling in. */
const samples = 16;
const tries = 60;

/**
 * Answers that the forms themselves find valid. A million dossiers cannot each be judged by their form; some are, with
 * somebody's name and today's date, and each dossier takes one of them with its own names, addresses and days.
 */
export function answersOf(forms: ReadonlyMap<string, FormDefinition>, file: AnswerFile, env: FormEnvironment): Answers {
  const pools = new Map<string, (Sample | undefined)[]>();
  return {
    make(formId, filing, dossier) {
      const key = `${formId} ${filing.capacity} ${filing.deliveryMethod}`;
      const pool = pools.get(key) ?? [];
      pools.set(key, pool);
      if (pool.length < samples) {
        const form = forms.get(formId);
        pool.push(form && sampleOf(form, filing, file, env, dossier));
      }
      const sample = pool[dossier.random.below(pool.length)] ?? pool.find(Boolean);
      return sample && fill(sample, dossier, file);
    },
  };
}

function sampleOf(
  form: FormDefinition,
  filing: Filing,
  file: AnswerFile,
  env: FormEnvironment,
  { who, random, near }: Filled,
): Sample | undefined {
  const needed = new Set<string>();
  for (let i = 0; i < tries; i++) {
    const { data, holes } = drawAnswers(form, { file, env, random, who, near }, { ...filing }, needed);
    const judged = validateForm(form, data, env);
    if (judged.errors.length === 0) return template(judged.data, form, holes, env.now);
    for (const { path } of judged.errors) needed.add(path).add(path.replace(/\.\w+$/, ''));
  }
  return undefined;
}

/** Cuts answers where a dossier says something of its own: its facts and places, and each day as one before or after filing. */
function template(data: Data, form: FormDefinition, holes: Holes, now: Date): Sample {
  const dates = new Set(pathsOfDates(form.pages.flatMap((page) => page.fields)));
  const today = Date.parse(dayFrom(now, 0));
  const json = JSON.stringify(
    marked(data, '', (path, value) => {
      const hole = holes.get(path);
      if (hole) return hole;
      if (!dates.has(path.replaceAll(/\[\d+\]/g, ''))) return undefined;
      return `day:${Math.round((Date.parse(String(value)) - today) / 86_400_000)}`;
    }),
  );
  const pieces: string[] = [];
  const found: { name: string; inside: boolean }[] = [];
  let at = 0;
  for (const match of json.matchAll(/"\u27e6([^\u27e7]*)\u27e7"|\u27e6([^\u27e7]*)\u27e7/g)) {
    pieces.push(json.slice(at, match.index));
    found.push({ name: match[1] ?? match[2]!, inside: match[1] === undefined });
    at = match.index + match[0].length;
  }
  return { pieces: [...pieces, json.slice(at)], holes: found };
}

/** The same answers with marks in place of those that `holeOf` names. */
function marked(value: unknown, path: string, holeOf: (path: string, value: unknown) => string | undefined): unknown {
  const hole = holeOf(path, value);
  if (hole !== undefined) return `\u27e6${hole}\u27e7`;
  if (Array.isArray(value)) return value.map((one, i) => marked(one, `${path}[${i}]`, holeOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, marked(one, path ? `${path}.${key}` : key, holeOf)]));
}

const pathsOfDates = (fields: FormDefinition['pages'][number]['fields'], prefix = ''): string[] =>
  fields.flatMap((field) => [
    ...(field.type === 'date' ? [prefix + field.key] : []),
    ...pathsOfDates(field.fields ?? [], `${prefix}${field.key}.`),
  ]);

function fill({ pieces, holes }: Sample, dossier: Filled, { facts }: AnswerFile): string {
  let text = pieces[0]!;
  for (const [i, { name, inside }] of holes.entries()) {
    const json = JSON.stringify(valueOf(name, dossier, facts) ?? '');
    text += (inside ? json.slice(1, -1) : json) + pieces[i + 1]!;
  }
  return text;
}

function valueOf(hole: string, { who, submitted, near }: Filled, facts: AnswerFile['facts']): unknown {
  const [kind = '', rest = ''] = hole.split(':');
  if (kind === 'fact') return factOf(rest, who, facts);
  if (kind === 'day') return dayFrom(submitted, Number(rest));
  if (kind === 'months') return monthAfter(submitted, Number(rest));
  if (kind === 'near') return near();
  return { applicant: who.name, owner: who.owner, procedure: who.procedure }[kind];
}
