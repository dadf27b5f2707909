/**
 * Index that stands for "the next entry" in the template of a repeated group; the island puts the true one in.
 * A number, so that it makes a path and an id like any other; higher than a group can have entries.
 */
export const PLACEHOLDER = 987;

/** Id of the control with this name, as the design system's `fieldId`, which the browser does not load. */
export const idOf = (path: string): string => path.replace(/[^\p{L}\p{N}_]+/gu, '-').replace(/^-|-$/g, '');

/** Rewrites the HTML of an entry from one index to another: in paths `list[3]` and in ids `list-3`. */
export function renumber(markup: string, path: string, from: number, to: number): string {
  const id = idOf(path);
  return markup
    .replaceAll(`${path}[${from}]`, `${path}[${to}]`)
    .replace(new RegExp(`(["\\s#])${id}-${from}(?=[-"\\s])`, 'g'), `$1${id}-${to}`);
}
