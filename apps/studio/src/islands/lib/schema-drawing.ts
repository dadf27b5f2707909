/** What all parts of the fields of a body share while they are drawn. */
import { el } from './dom.ts';
import type { Path, YamlModel } from './yaml-model.ts';

/** What can be picked for a name: `unit`, `role`, a kind of definition. */
export type Lists = Readonly<
  Record<
    string,
    {
      /** Something else may be written as well. */
      readonly open: boolean;
      readonly items: readonly { readonly key: string; readonly label: string }[];
    }
  >
>;

/** What drawing a part needs. */
export interface Drawing {
  readonly model: YamlModel;
  readonly lists: Lists;
  /** The key under which the body stands: it is not changed here. */
  readonly key: string;
  /** Does a change; the whole is drawn anew when its parts have changed. */
  change(work: () => void, redraw?: boolean): void;
  /** What is wrong at a place. */
  problems(path: Path): readonly string[];
  /** Whether something is wrong at a place or inside of it. */
  troubled(path: Path): boolean;
  /** Entries that are unfolded, by their places. */
  readonly open: Set<string>;
}

export const placeOf = (path: Path): string => path.join('/');

/** What is wrong at a place, beside it. */
export const errors = (d: Drawing, path: Path): HTMLElement[] =>
  d.problems(path).map((problem) => el('p', { class: 'fields-error' }, problem));
