import type { Context } from '@dinh/kernel';

/** A matter as people call it, and where it is seen. */
export interface Matter {
  readonly label: string;
  readonly href: string | null;
}

interface About {
  owner: string;
  businessKey: string;
}

/** Adds to each row what its matter is called by the app that owns it; its key where that app does not say. One question per app. */
export async function withMatters<Row extends About>(
  { app, db }: Pick<Context, 'app' | 'db'>,
  rows: readonly Row[],
): Promise<(Row & { matter: Matter })[]> {
  const names = new Map<string, Matter>();
  for (const { name, matters } of app.modules) {
    const keys = rows.filter((row) => row.owner === name).map((row) => row.businessKey);
    if (!matters || keys.length === 0) continue;
    for (const [key, matter] of await matters.name(db, keys)) names.set(`${name} ${key}`, matter);
  }
  return rows.map((row) => ({
    ...row,
    matter: names.get(`${row.owner} ${row.businessKey}`) ?? { label: row.businessKey, href: null },
  }));
}

/** The business keys of what people call so: a code, a reference, or the key itself. */
export async function keysOf({ app, db }: Pick<Context, 'app' | 'db'>, text: string): Promise<string[]> {
  const found = await Promise.all(app.modules.flatMap(({ matters }) => matters?.find(db, text) ?? []));
  return [text.trim(), ...found.flat()];
}
