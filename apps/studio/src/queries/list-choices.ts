import type { FormDefinition } from '@dinh/forms';
import { type MessageTemplate, neededBy } from '@dinh/notify';
import { takenBy, type TemplateBody } from '@dinh/records';
import { type App, localDate, query, shape, sql } from '@dinh/kernel';
import { handlerNames } from '@dinh/process';
import { Type } from 'typebox';
import { placeChosen } from '../model/value-words.ts';
import { titleSql } from './title-sql.ts';

const Choice = shape({ key: Type.String(), vi: Type.String(), en: Type.String() });
type Choice = { key: string; vi: string; en: string };

/** Attributes of processes whose values other processes may take up: who does a step, what a program step calls. */
const reused = ['unit', 'assignee', 'handler', 'collection'] as const;

/** What the province has that a process or decision can name, for lists to pick from. */
export const listChoices = query({
  name: 'studio.list-choices',
  title: { vi: 'Những gì quy trình có thể dùng', en: 'What a process can name' },
  may: 'studio.view-definition',
  input: shape({}),
  output: shape({
    roles: Type.Array(Choice),
    /** Which run processes, by the names that `dinh:app` takes. */
    apps: Type.Array(Choice),
    definitions: Type.Record(Type.String(), Type.Array(Choice)),
    /** The directory, by the keys of units. */
    units: Type.Array(Choice),
    /** Templates of papers, by the keys by which they are printed. */
    papers: Type.Array(Choice),
    /** Whom a process can tell something; `role` is whoever holds one in a unit. */
    hearers: Type.Array(Choice),
    /** What processes that an app runs can do; of one that names no app all is offered. */
    byApp: Type.Record(
      Type.String(),
      shape({
        handlers: Type.Array(Type.String()),
        hearers: Type.Array(Type.String()),
        tells: Type.Boolean(),
        prints: Type.Boolean(),
      }),
    ),
    /** What templates need besides what the apps put in, by `message:key` and `paper:key`. */
    needs: Type.Record(Type.String(), Type.Array(Type.String())),
    /** Dates that applicants write, as FEEL names them. */
    dates: Type.Array(Choice),
    /** By attribute: what the apps offer with a name, then what processes say besides. */
    used: Type.Record(Type.String(), Type.Array(Choice)),
  }),
  async run(ctx) {
    const day = localDate(ctx.now);
    const [roles, units, named, processes, forms, templates, messages] = await Promise.all([
      ctx.db.all<Choice>(sql`select key, name_vi as vi, name_en as en from identity.v_role order by name_vi`),
      ctx.db.all<Choice>(
        sql`select u.key, u.name_vi || coalesce(' – ' || a.name_vi, '') as vi, u.name_en || coalesce(' – ' || a.name_en, '') as en
            from identity.v_unit u left join identity.v_unit a on a.id = u.parent_id and u.kind = 'section'
            where u.valid_to is null or u.valid_to > ${day}::date order by u.code collate "C"`,
      ),
      ctx.db.all<{ kind: string; key: string; title: { vi: string; en: string } }>(
        sql`select distinct on (d.kind, d.key) d.kind, d.key, ${titleSql(sql.raw('d'))} as title from kernel.v_definition d
            where d.kind in ('form', 'decision', 'process', 'template', 'message') order by d.kind, d.key, d.version desc`,
      ),
      ctx.app.definitions.allAt<{ bpmn: string }>('process', day),
      ctx.app.definitions.allAt<FormDefinition>('form', day),
      ctx.app.definitions.inForce<TemplateBody>('template', day),
      ctx.app.definitions.inForce<MessageTemplate>('message', day),
    ]);
    const definitions: Record<string, Choice[]> = {};
    for (const { kind, key, title } of named)
      (definitions[kind] ??= []).push({ key, vi: title?.vi ?? key, en: title?.en ?? key });
    const used = usedIn(
      ctx.app,
      processes.map(({ body }) => body.bpmn),
    );
    const papers = templates.flatMap(({ body: { entry } }) => (entry ? [{ key: entry.key, ...entry.title }] : []));
    const needs = Object.fromEntries([
      ...messages.map(({ key, body }) => [`message:${key}`, toFill(ctx.app, neededBy(body), 'tells')] as const),
      ...templates.flatMap(({ body }) =>
        body.entry ? [[`paper:${body.entry.key}`, toFill(ctx.app, takenBy(body), 'prints')] as const] : [],
      ),
    ]);
    return {
      roles,
      apps: appsOf(ctx.app),
      needs,
      units,
      definitions,
      papers,
      hearers: hearersOf(ctx.app),
      byApp: doneBy(ctx.app),
      dates: datesOf(forms.map(({ body }) => body)),
      used,
    };
  },
});

/** Of what a template needs, what no app puts in by itself. */
function toFill(app: App, needed: readonly string[], by: 'tells' | 'prints'): string[] {
  const given = new Set(app.modules.flatMap(({ processWords }) => processWords?.[by] ?? []));
  return needed.filter((name) => !given.has(name));
}

const whoHolds = {
  key: 'role',
  vi: 'Người giữ một vai trò ở một đơn vị',
  en: 'Whoever holds a role in a unit',
};

const appsOf = (app: App): Choice[] =>
  app.modules.filter(({ processWords }) => processWords).map(({ name, title }) => ({ key: name, vi: title.vi, en: title.en }));

const doneBy = (app: App) => {
  const words = app.modules.flatMap(({ name, processWords }) => (processWords ? [{ name, ...processWords }] : []));
  return Object.fromEntries(
    words.map(({ name, hearers = [], tells = [], prints = [] }) => [
      name,
      {
        handlers: [...handlerNames(name)],
        hearers: [...hearers.map(({ key }) => key), whoHolds.key],
        tells: tells.length > 0,
        prints: prints.length > 0,
      },
    ]),
  );
};

const hearersOf = (app: App): Choice[] => [
  ...app.modules.flatMap(({ processWords }) => (processWords?.hearers ?? []).map(({ key, vi, en }) => ({ key, vi, en }))),
  whoHolds,
];

/** What apps offer under a name, and what stands in processes besides. */
function usedIn(app: App, texts: readonly string[]): Record<string, Choice[]> {
  const words = app.modules.flatMap((module) => module.processWords ?? []);
  const offered: Record<string, readonly Choice[]> = {
    unit: words.flatMap((one) => one.units ?? []),
    assignee: words.flatMap((one) => one.assignees ?? []),
    handler: words.flatMap((one) => one.handlers ?? []),
  };
  const found = new Map(reused.map((name) => [name as string, new Set<string>()]));
  for (const text of texts)
    for (const [, name, value] of text.matchAll(/\bdinh:(unit|assignee|handler|collection)="([^"<&]+)"/g))
      found.get(name!)!.add(value!);
  return Object.fromEntries(
    [...found].map(([name, values]) => {
      const known = [...(offered[name] ?? [])];
      const rest = [...values].filter((key) => !known.some((one) => one.key === key)).sort();
      return [name, [...known, ...rest.map((key) => ({ key, ...(placeChosen(key) ?? { vi: key, en: key }) }))]];
    }),
  );
}

interface AnyField {
  readonly key: string;
  readonly type: string;
  readonly label?: { vi: string; en: string };
  readonly fields?: readonly AnyField[];
}

/** The date fields of forms, each once, a field of a group as `group.field`. */
function datesOf(forms: readonly FormDefinition[]): Choice[] {
  const found = new Map<string, Choice>();
  const walk = (fields: readonly AnyField[], path: string, group?: { vi: string; en: string }): void => {
    for (const { key, type, label, fields: inside } of fields) {
      if (type === 'date' && !found.has(path + key)) {
        const said = (lang: 'vi' | 'en') => (group ? `${label?.[lang] ?? key} (${group[lang]})` : (label?.[lang] ?? key));
        found.set(path + key, { key: path + key, vi: said('vi'), en: said('en') });
      }
      if (type === 'group' && inside) walk(inside, `${path}${key}.`, label);
    }
  };
  for (const form of forms) for (const page of form.pages) walk(page.fields as unknown as AnyField[], '');
  return [...found.values()].sort((a, b) => a.vi.localeCompare(b.vi, 'vi'));
}
