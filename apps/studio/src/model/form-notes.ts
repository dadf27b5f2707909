import { compareForms, type Field, type FieldChange, type FormDefinition } from '@dinh/forms';
import type { Context, DefinitionKind, Text } from '@dinh/kernel';
import { namesOn } from '../queries/title-sql.ts';
import { placed, type Problem, readBody, type Written } from './body-text.ts';
import { followers } from './check-text.ts';
import { fieldTypes } from './field-types.ts';
import { type Reader, readersOf } from './form-readers.ts';
import { kindNamed } from './kinds.ts';
import { processNotes } from './process-notes.ts';
import { unanswered } from './unanswered.ts';

/** A definition that reads a field, as people call it, with the parts of it that do. */
export interface NamedReader {
  readonly kind: string;
  readonly key: string;
  readonly called: Text;
  readonly parts: readonly Text[];
}

/** What is worth a look before a text is submitted, and refuses nothing. */
export interface Note extends Problem {
  /** The reason without those who read it. */
  readonly what: Text;
  readonly readers: readonly NamedReader[];
}

/** The same for what is no form. */
const otherNotes = (
  { app }: Pick<Context, 'app'>,
  kind: string,
  key: string,
  body: unknown,
  day: string,
): Promise<Pick<Problem, 'path' | 'where' | 'reason'>[]> =>
  kind === 'process'
    ? processNotes(app, key, (body as { bpmn: string }).bpmn, (name) => app.definitions.inForce(name, day))
    : unanswered(app.definitions, kind, key, body, day);

/** What became of a field that somebody else may read. */
interface Lost {
  /** In the text, where the field is or was. */
  readonly path: string;
  readonly where: Text;
  /** The path of the field as readers say it. */
  readonly field: string;
  readonly what: Text;
}

/**
 * What a text leaves without answers: who reads a field that a form (or a block that forms share) no longer has, or has with
 * values of another kind, and which fields a decision, a type of result or a procedure asks for that no form of theirs has.
 * @param day (`YYYY-MM-DD`) beside whose definitions it is looked at
 * @returns nothing where the text cannot be read: that is told as a mistake
 */
export async function answerNotes(
  ctx: Pick<Context, 'app' | 'db' | 'now'>,
  kind: DefinitionKind,
  key: string,
  written: Pick<Written, 'text' | 'about'>,
  day: string,
): Promise<Note[]> {
  const { definitions } = ctx.app;
  const before = (await definitions.at(kind.kind, key, day))?.body as unknown;
  const { body, lineOf } = readBody(kind, { source: 'ours', ...written }, before);
  if (body === undefined) return [];
  if (kind.kind !== 'form' && kind.kind !== 'form-block')
    return (await otherNotes(ctx, kind.kind, key, body, day)).map((problem) => ({
      ...placed(problem, lineOf, kind, body),
      what: problem.reason,
      readers: [],
    }));
  if (before === undefined) return [];
  const lost = lostFields(before as FormDefinition, body as FormDefinition);
  if (lost.length === 0) return [];
  // Fields of a block are read by whoever reads them of a form that has the block.
  const forms =
    kind.kind === 'form' ? [key] : (await followers(ctx, kind, key, before, body, day)).map((follower) => follower.key);
  const readers = (await Promise.all(forms.map((form) => readersOf(definitions, form, day)))).flat();
  const found = lost.flatMap((one) => {
    const reading = readers.filter((reader) => reader.reads(one.field));
    return reading.length > 0 ? [{ ...one, reading }] : [];
  });
  const names = await namesOn(
    ctx.db,
    day,
    found.flatMap(({ reading }) => reading),
  );
  return found.map(({ path, where, what, reading }) => {
    const named = grouped(reading, names);
    const list = inWords(ctx, named);
    return {
      path,
      where,
      what,
      reason: { vi: `${what.vi}: ${list.vi}`, en: `${what.en}: ${list.en}` },
      line: lineOf(path) ?? 1,
      readers: named,
    };
  });
}

/** The fields of the version before that a form no longer has under their key, or whose values are of another kind. */
export function lostFields(before: FormDefinition, after: FormDefinition): Lost[] {
  const changes = compareForms(before, after);
  const [was, is] = [placesOf(before), placesOf(after)];
  const added = changes.filter(({ change }) => change === 'added');
  return changes.flatMap((change): Lost[] => {
    const { path, before: old, after: now } = change;
    if (change.change === 'changed')
      return otherValues(change) ? [{ ...is.get(path)!, field: path, what: told.changed(old!, now!) }] : [];
    if (change.change !== 'removed') return [];
    const { page } = was.get(path)!;
    const sameName = (one: FieldChange): boolean => old!.label !== undefined && one.after!.label?.vi === old!.label.vi;
    const renamed = added.find((one) => sameName(one) && is.get(one.path)!.page === page) ?? added.find(sameName);
    if (renamed) return [{ ...is.get(renamed.path)!, field: path, what: told.renamed(old!, path, renamed.path) }];
    const at = after.pages.findIndex((one) => one.key === page);
    const { title } = before.pages.find((one) => one.key === page)!;
    return [{ path: at < 0 ? 'pages' : `pages.${at}`, where: onPage(title), field: path, what: told.removed(old!, path) }];
  });
}

/** Kinds of values as expressions see them: what is written of one is not read as another. */
const valuesOf: Readonly<Record<string, string>> = {
  integer: 'number',
  decimal: 'number',
  money: 'number',
  year: 'number',
  ...Object.fromEntries(
    ['date', 'boolean', 'choices', 'unit', 'address', 'group', 'component', 'computed', 'info'].map((type) => [type, type]),
  ),
};

function otherValues({ before, after }: FieldChange): boolean {
  const kindOf = ({ type, repeat }: Field): string => `${valuesOf[type] ?? 'text'} ${repeat !== undefined}`;
  return kindOf(before!) !== kindOf(after!);
}

interface Place {
  readonly path: string;
  readonly where: Text;
  readonly page: string;
}

function placesOf(form: FormDefinition): Map<string, Place> {
  const places = new Map<string, Place>();
  form.pages.forEach(({ key: page, title, fields }, i) => {
    const add = (list: readonly Field[], prefix: string, at: string): void =>
      list.forEach((field, j) => {
        const path = `${at}.fields.${j}`;
        places.set(prefix + field.key, { path, where: onPage(title), page });
        add(field.fields ?? [], `${prefix}${field.key}.`, path);
      });
    add(fields, '', `pages.${i}`);
  });
  return places;
}

const onPage = ({ vi, en }: Text): Text => ({ vi: `trang “${vi}”`, en: `page “${en}”` });

/** A field by its label and its key. */
const fieldCalled = ({ label, type }: Field, path: string): Text => {
  const named = label ?? fieldTypes[type];
  return { vi: `“${named?.vi ?? path}” (${path})`, en: `“${named?.en ?? path}” (${path})` };
};
const typeOf = ({ type, repeat }: Field): Text => {
  const { vi, en } = fieldTypes[type] ?? { vi: type, en: type };
  return repeat ? { vi: `${vi} (nhiều mục)`, en: `${en} (several)` } : { vi, en };
};

const told = {
  removed: (field: Field, path: string): Text => {
    const { vi, en } = fieldCalled(field, path);
    return {
      vi: `trường ${vi} không còn trong biểu mẫu, nhưng vẫn được đọc ở`,
      en: `the field ${en} is no longer in the form, but is still read by`,
    };
  },
  renamed: (field: Field, path: string, now: string): Text => {
    const { vi, en } = fieldCalled(field, path);
    return {
      vi: `trường ${vi} nay có mã “${now}”, nhưng vẫn được đọc theo mã cũ ở`,
      en: `the field ${en} has the key “${now}” now, but is still read by its old key by`,
    };
  },
  changed: (before: Field, after: Field): Text => {
    const { vi, en } = fieldCalled(after, after.key);
    const [from, to] = [typeOf(before), typeOf(after)];
    return {
      vi: `trường ${vi} đổi kiểu từ “${from.vi}” sang “${to.vi}”; hãy xem lại nơi đọc trường này`,
      en: `the field ${en} changes its type from “${from.en}” to “${to.en}”; look again at what reads it`,
    };
  },
};

/** Each definition once, with its parts. */
function grouped(reading: readonly Reader[], names: ReadonlyMap<string, Text>): NamedReader[] {
  const found = new Map<string, NamedReader & { readonly parts: Text[] }>();
  for (const { kind, key, part } of reading) {
    const name = `${kind} ${key}`;
    const called = names.get(name) ?? { vi: key, en: key };
    if (!found.has(name)) found.set(name, { kind, key, called, parts: [] });
    const { parts } = found.get(name)!;
    if (part && !parts.some(({ vi }) => vi === part.vi)) parts.push(part);
  }
  return [...found.values()];
}

/** Of what hundreds of procedures read as many are named as one sentence bears. */
export const mostNamed = 6;
const mostParts = 3;

/** A reader in words: “bảng quyết định “Lệ phí…””, and where in it. */
export function readerWords(ctx: Pick<Context, 'app'>, { kind, called, parts }: NamedReader): Text {
  const { title } = kindNamed(ctx.app, kind);
  const say = (lang: 'vi' | 'en'): string => {
    const more = parts.length > mostParts ? ', …' : '';
    const where =
      parts.length > 0
        ? ` (${parts
            .slice(0, mostParts)
            .map((one) => one[lang])
            .join(', ')}${more})`
        : '';
    return `${title[lang].charAt(0).toLocaleLowerCase('vi')}${title[lang].slice(1)} “${called[lang]}”${where}`;
  };
  return { vi: say('vi'), en: say('en') };
}

function inWords(ctx: Pick<Context, 'app'>, readers: readonly NamedReader[]): Text {
  const named = readers.slice(0, mostNamed).map((one) => readerWords(ctx, one));
  const left = readers.length - named.length;
  return {
    vi: named.map(({ vi }) => vi).join('; ') + (left > 0 ? `; và ${left} nơi khác` : ''),
    en: named.map(({ en }) => en).join('; ') + (left > 0 ? `; and ${left} more` : ''),
  };
}
