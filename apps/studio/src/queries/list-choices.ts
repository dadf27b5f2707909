import { localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
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
    definitions: Type.Record(Type.String(), Type.Array(Choice)),
    used: Type.Record(Type.String(), Type.Array(Type.String())),
  }),
  async run(ctx) {
    const day = localDate(ctx.now);
    const [roles, named, processes] = await Promise.all([
      ctx.db.all<Choice>(sql`select key, name_vi as vi, name_en as en from identity.v_role order by name_vi`),
      ctx.db.all<{ kind: string; key: string; title: { vi: string; en: string } }>(
        sql`select distinct on (d.kind, d.key) d.kind, d.key, ${titleSql(sql.raw('d'))} as title from kernel.v_definition d
            where d.kind in ('form', 'decision', 'process', 'template') order by d.kind, d.key, d.version desc`,
      ),
      ctx.app.definitions.allAt<{ bpmn: string }>('process', day),
    ]);
    const definitions: Record<string, Choice[]> = {};
    for (const { kind, key, title } of named)
      (definitions[kind] ??= []).push({ key, vi: title?.vi ?? key, en: title?.en ?? key });
    return { roles, definitions, used: usedIn(processes.map(({ body }) => body.bpmn)) };
  },
});

function usedIn(texts: readonly string[]): Record<string, string[]> {
  const found = Object.fromEntries(reused.map((name) => [name, new Set<string>()]));
  for (const text of texts)
    for (const [, name, value] of text.matchAll(/\bdinh:(unit|assignee|handler|collection)="([^"<&]+)"/g))
      found[name!]!.add(value!);
  return Object.fromEntries(Object.entries(found).map(([name, values]) => [name, [...values].sort()]));
}
