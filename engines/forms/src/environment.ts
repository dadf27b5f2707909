import type { Lang, Text } from '@dinh/kernel';

/** One entry of a list that a `code` or `unit` field offers. */
export interface ListEntry {
  readonly code: string;
  readonly name: Text;
}

/** An administrative area: a province, a district where there is one, or a commune. */
export interface Area extends ListEntry {
  readonly parent: string | null;
  /** It has been merged into another: known by its name, and not chosen any more. */
  readonly past?: boolean;
}

/** The administrative areas as they were on the day in question; the caller chooses the day. */
export interface Areas {
  /** Also one that has ended: what was filed before is read with its name. */
  get(code: string): Area | undefined;
  /** Areas directly under `parent`; provinces for `null`. In the order in which they are shown. */
  children(parent: string | null): readonly Area[];
}

/**
 * Areas out of a flat list, in its order. A row whose parent is not in the list is a province.
 *
 * @param prefix beginning that names of units have and names of places have not ("Ủy ban nhân dân ")
 */
export function makeAreas(rows: readonly Area[], prefix?: Text): Areas {
  const places = rows.map((row) => (prefix ? { ...row, name: withoutPrefix(row.name, prefix) } : row));
  const byCode = new Map(places.map((place) => [place.code, place]));
  const below = Map.groupBy(
    places.filter((place) => !place.past),
    (place) => (place.parent !== null && byCode.has(place.parent) ? place.parent : null),
  );
  return {
    get: (code) => byCode.get(code),
    children: (parent) => below.get(parent) ?? [],
  };
}

const withoutPrefix = (name: Text, prefix: Text): Text => ({
  vi: cut(name.vi, prefix.vi),
  en: cut(name.en, prefix.en),
});

function cut(text: string, beginning: string): string {
  const rest = text.startsWith(beginning) ? text.slice(beginning.length) : text;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/**
 * What a form needs to know besides the answers. A list that is not given is not checked:
 * the browser checks shapes and rules, the server also that the code exists.
 */
export interface FormEnvironment {
  readonly now: Date;
  readonly lang: Lang;
  readonly areas?: Areas;
  /** Entries of a code list, undefined when there is no such list. */
  readonly list?: (name: string) => readonly ListEntry[] | undefined;
  /** Units (agencies) of a kind, or all. */
  readonly units?: (kind: string | undefined) => readonly ListEntry[];
}

/** The day in Vietnam, `YYYY-MM-DD`; written here because the browser does not load the kernel. */
export function today(env: Pick<FormEnvironment, 'now'>): string {
  const local = env.now.getTime() + 7 * 3_600_000;
  return Number.isFinite(local) ? new Date(local).toISOString().slice(0, 10) : '1970-01-01';
}
