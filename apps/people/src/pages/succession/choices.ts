import { fold, localDate, type PageContext, type Text } from '@dinh/kernel';
import type { Choice } from '../several.ts';
import type { View } from './words.ts';

/** What the forms of a plan offer: units by key, fields, roles, and the kinds and levels that units have. */
export interface Choices {
  /** Units of the day before and those that begin. */
  readonly units: readonly Choice[];
  readonly communes: readonly Choice[];
  readonly fields: readonly Choice[];
  readonly roles: readonly Choice[];
  readonly kinds: readonly string[];
  readonly levels: readonly string[];
}

/** Reads them for one plan. */
export async function choicesFor(ctx: PageContext, { succession: { body }, roles }: View): Promise<Choices> {
  const { lang } = ctx;
  const [{ units }, fields] = await Promise.all([
    ctx.run('identity.list-units', { limit: 2000 }),
    ctx.app.definitions.inForce<{ name: Text }>('business-type', localDate(ctx.now)),
  ]);
  const named = (value: string, name: Text, hint: string) => ({ value, label: `${name[lang]} (${hint})` });
  const all = [...units.map(({ key, code, name, kind, level }) => ({ key, code, name, kind, level })), ...body.begins];
  const distinct = (of: (unit: (typeof all)[number]) => string) => [...new Set(all.map(of))].sort((a, b) => a.localeCompare(b));
  return {
    units: all.map(({ key, name, code }) => named(key, name, code)),
    communes: all
      .filter(({ level, kind }) => level === 'commune' && kind !== 'section')
      .map(({ key, name, code }) => named(key, name, code)),
    fields: fields.map(({ key, body: { name } }) => named(key, name, key)).sort((a, b) => a.value.localeCompare(b.value)),
    roles: Object.entries(roles)
      .map(([value, name]) => ({ value, label: name[lang] }))
      .sort((a, b) => fold(a.label).localeCompare(fold(b.label))),
    kinds: distinct(({ kind }) => kind),
    levels: distinct(({ level }) => level),
  };
}
