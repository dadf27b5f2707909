import { checker, fieldErrors } from '@dinh/kernel';
import { type Field, FormDefinition } from './definition.ts';
import { namesIn } from './feel.ts';
import type { Problem } from './resolve.ts';

/** What the pack knows besides the form: code lists and kinds of units that fields may name. */
export interface KnownNames {
  readonly lists?: ReadonlySet<string>;
  readonly unitKinds?: ReadonlySet<string>;
}

/** Words that an answer cannot be called by, because expressions read them otherwise. */
const RESERVED = new Set(
  'and or not in between then else return satisfies if for some every function external true false null item value today now'.split(
    ' ',
  ),
);

/** Properties that belong to some types only. */
const BELONGS: { readonly [property: string]: readonly Field['type'][] } = {
  options: ['choice', 'choices'],
  as: ['choice'],
  list: ['code'],
  unitKind: ['unit'],
  accept: ['personalId'],
  component: ['component'],
  value: ['computed'],
  format: ['computed'],
  hidden: ['computed'],
  fields: ['group'],
  repeat: ['group'],
  scale: ['decimal'],
  min: ['integer', 'decimal', 'money', 'year', 'date'],
  max: ['integer', 'decimal', 'money', 'year', 'date'],
  minLength: ['text', 'multiline'],
  maxLength: ['text', 'multiline', 'personName'],
  pattern: ['text', 'multiline', 'personName'],
};

/** Properties without which a type is nothing. */
const NEEDS: { readonly [type in Field['type']]?: keyof Field } = {
  choice: 'options',
  choices: 'options',
  code: 'list',
  component: 'component',
  computed: 'value',
  group: 'fields',
};

/**
 * Everything that is wrong with a form, each with its place (`pages[2].fields[0].when`); an empty list means that
 * it can be published. Nothing is thrown, whatever `form` is.
 */
export function checkForm(form: unknown, known: KnownNames = {}): Problem[] {
  const check = checker(FormDefinition);
  if (!check.Check(form))
    return fieldErrors(check.Errors(form)).map(({ path, message }) => ({
      path: path.replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]'),
      reason: message,
    }));
  const found = new Checker(form as FormDefinition, known);
  found.run();
  return found.problems;
}

class Checker {
  readonly problems: Problem[] = [];
  private readonly form: FormDefinition;
  private readonly known: KnownNames;
  private readonly everyKey: Set<string>;
  /** Keys that stand before the field in hand; conditions may look at these only. */
  private readonly before = new Set<string>();

  constructor(form: FormDefinition, known: KnownNames) {
    this.form = form;
    this.known = known;
    this.everyKey = new Set(form.pages.flatMap((page) => keysOf(page.fields)));
  }

  run(): void {
    const pageKeys = new Set<string>();
    const topKeys = new Set<string>();
    this.form.pages.forEach((page, i) => {
      const path = `pages[${i}]`;
      if (pageKeys.has(page.key))
        this.add(`${path}.key`, `mã trang “${page.key}” được dùng hai lần`, `the page key "${page.key}" is used twice`);
      pageKeys.add(page.key);
      this.expression(page.when, `${path}.when`, true);
      this.fields(page.fields, `${path}.fields`, topKeys, 0);
    });
  }

  private add(path: string, vi: string, en: string): void {
    this.problems.push({ path, reason: { vi, en } });
  }

  private fields(fields: readonly Field[], path: string, siblings: Set<string>, depth: number): void {
    fields.forEach((field, i) => this.field(field, `${path}[${i}]`, siblings, depth));
  }

  private field(field: Field, path: string, siblings: Set<string>, depth: number): void {
    if (siblings.has(field.key))
      this.add(`${path}.key`, `mã “${field.key}” được dùng hai lần`, `the key "${field.key}" is used twice`);
    siblings.add(field.key);
    if (RESERVED.has(field.key))
      this.add(
        `${path}.key`,
        `“${field.key}” là từ của FEEL, không dùng làm mã được`,
        `"${field.key}" is a word of FEEL and cannot be a key`,
      );
    if (depth > 3) this.add(path, 'các nhóm lồng nhau quá ba tầng', 'groups are nested more than three deep');
    for (const [property, types] of Object.entries(BELONGS)) {
      if (field[property as keyof Field] !== undefined && !types.includes(field.type))
        this.add(`${path}.${property}`, `trường kiểu này không có “${property}”`, `a field of this type has no "${property}"`);
    }
    const needed = NEEDS[field.type];
    if (needed && field[needed] === undefined)
      this.add(path, `trường kiểu này cần có “${needed}”`, `a field of this type needs "${needed}"`);
    this.limits(field, path);
    this.references(field, path);
    this.expression(field.when, `${path}.when`, true);
    this.expression(field.value, `${path}.value`, true);
    if (typeof field.required === 'string') this.expression(field.required, `${path}.required`, false);
    field.check?.forEach((check, i) => this.expression(check.rule, `${path}.check[${i}].rule`, false));
    this.before.add(field.key);
    if (field.fields) this.fields(field.fields, `${path}.fields`, new Set(), depth + 1);
  }

  private limits(field: Field, path: string): void {
    const { min, max } = field;
    const ofDates = field.type === 'date';
    for (const [name, limit] of Object.entries({ min, max })) {
      if (limit !== undefined && (typeof limit === 'string') !== ofDates)
        this.add(
          `${path}.${name}`,
          ofDates ? 'phải là một ngày hoặc today' : 'phải là một số',
          ofDates ? 'must be a date or today' : 'must be a number',
        );
    }
    if (typeof min === 'number' && typeof max === 'number' && min > max)
      this.add(`${path}.min`, 'lớn hơn mức cao nhất', 'is more than max');
    if (field.repeat && (field.repeat.min ?? 0) > field.repeat.max)
      this.add(`${path}.repeat.min`, 'lớn hơn mức cao nhất', 'is more than max');
    if (field.pattern) {
      try {
        RegExp(field.pattern.regex, 'u');
      } catch {
        this.add(`${path}.pattern.regex`, 'không phải biểu thức chính quy', 'is not a regular expression');
      }
    }
    const values = field.options?.map((option) => option.value) ?? [];
    const twice = values.find((value, i) => values.indexOf(value) !== i);
    if (twice !== undefined)
      this.add(`${path}.options`, `giá trị “${twice}” được dùng hai lần`, `the value "${twice}" is used twice`);
  }

  private references(field: Field, path: string): void {
    const { lists, unitKinds } = this.known;
    if (field.list && lists && !lists.has(field.list))
      this.add(`${path}.list`, `không có danh mục “${field.list}”`, `there is no code list "${field.list}"`);
    if (field.unitKind && unitKinds && !unitKinds.has(field.unitKind))
      this.add(`${path}.unitKind`, `không có loại đơn vị “${field.unitKind}”`, `there is no kind of unit "${field.unitKind}"`);
  }

  private expression(text: string | undefined, path: string, earlierOnly: boolean): void {
    if (text === undefined) return;
    const read = namesIn(text);
    if ('error' in read) {
      this.add(path, `chưa đọc được biểu thức: ${read.error.vi}`, `cannot be read: ${read.error.en}`);
      return;
    }
    for (const name of read.names) {
      if (!this.everyKey.has(name)) this.add(path, `không có trường “${name}”`, `there is no field "${name}"`);
      else if (earlierOnly && !this.before.has(name))
        this.add(path, `trường “${name}” mãi sau mới hỏi tới`, `"${name}" is asked only later`);
    }
  }
}

const keysOf = (fields: readonly Field[]): string[] => fields.flatMap((field) => [field.key, ...keysOf(field.fields ?? [])]);
