/** A YAML text as a document that keeps what an editor does not touch: comments, order, parts it does not know. */
import { type Document, isCollection, isMap, isScalar, isSeq, parseDocument, type YAMLSeq } from 'yaml';

export type Path = readonly (string | number)[];

export class YamlModel {
  protected readonly document: Document;

  /** @throws when the text is no YAML */
  constructor(text: string) {
    this.document = parseDocument(text);
    if (this.document.errors.length > 0) throw this.document.errors[0]!;
  }

  value(): unknown {
    return this.document.toJS();
  }

  text(): string {
    return this.document.toString({ lineWidth: 110 });
  }

  /** Sets a part, or takes it away when `value` is undefined or empty. */
  set(path: Path, value: unknown): void {
    const empty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    if (empty) this.document.deleteIn(path);
    else this.put(path, value);
  }

  /** Sets a part, also to an empty text or list. */
  put(path: Path, value: unknown): void {
    this.#ownWay(path);
    const there = this.document.getIn(path, true);
    // A scalar keeps its comment and, where it can, the way in which it was written.
    if (isScalar(there) && !isObject(value) && typeof there.value === typeof value) there.value = value;
    else this.document.setIn(path, this.document.createNode(value));
  }

  remove(path: Path): void {
    this.document.deleteIn(path);
  }

  /** Puts an entry into a list, at its end or behind another. */
  insert(list: Path, value: unknown, after?: number): void {
    const found = this.document.getIn(list, true);
    if (!isSeq(found)) this.put(list, [value]);
    else found.items.splice(after === undefined ? found.items.length : after + 1, 0, this.document.createNode(value));
    const now = this.document.getIn(list, true);
    if (isSeq(now) && isObject(value)) now.flow = false;
  }

  /** Moves an entry of a list by one place, up (-1) or down (1). */
  move(list: Path, at: number, by: -1 | 1): boolean {
    const { items } = this.list(list);
    if (at + by < 0 || at + by >= items.length) return false;
    const [item] = items.splice(at, 1);
    items.splice(at + by, 0, item);
    return true;
  }

  /** Gives an entry of a table another name; its place and content stay. */
  rename(table: Path, from: string, to: string): void {
    const found = this.document.getIn(table, true);
    if (!isMap(found)) return;
    for (const pair of found.items)
      if (String(isScalar(pair.key) ? pair.key.value : pair.key) === from) pair.key = this.document.createNode(to) as never;
  }

  protected list(path: Path): YAMLSeq {
    const found = this.document.getIn(path, true);
    if (!isSeq(found)) throw new Error(`${path.join('.')} is no list`);
    return found;
  }

  /** What stands in a part that another part uses again (`*name`) becomes its own before it is changed. */
  #ownWay(path: Path): void {
    for (let depth = 1; depth <= path.length; depth++) {
      const at = path.slice(0, depth);
      const node = this.document.getIn(at, true);
      if (node !== undefined && !isScalar(node) && !isCollection(node)) {
        const value = valueAt(this.value(), at);
        this.document.setIn(at, this.document.createNode(value));
      }
    }
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** What stands at a place of a value. */
export function valueAt(value: unknown, path: Path): unknown {
  let at: any = value;
  for (const step of path) at = at?.[step];
  return at;
}
