/** Pieces of pages that are drawn once for what they are made of: a catalogue, the site, a list of options. */
import { type Child, childBytes, Html } from './html.ts';

/**
 * Keeps what is drawn of an object that never changes (a change makes another), as long as the object lives. Only for
 * what depends on the object and the name alone, never on who looks; names must be few.
 */
export class Pieces<Of extends object> {
  readonly #kept = new WeakMap<Of, Map<string, Html>>();
  readonly #forms = new WeakMap<Of, Map<string, Form>>();

  /** @param name which piece of it: its language, its state; `draw` must give the same for the same */
  of(owner: Of, name: string, draw: () => Html): Html {
    let pieces = this.#kept.get(owner);
    if (!pieces) this.#kept.set(owner, (pieces = new Map()));
    let piece = pieces.get(name);
    if (!piece) pieces.set(name, (piece = inOnePiece(draw())));
    return piece;
  }

  /**
   * The same with holes, for what a page tells of itself alone.
   * @param values what stands in the holes of this page
   * @param draw is given a stand-in for each of them, to put wherever a text may stand, and must look at none
   */
  around<Holes extends Record<string, Child>>(
    owner: Of,
    name: string,
    values: { readonly [K in keyof Holes]: Child },
    draw: (holes: Holes) => Html,
  ): Html {
    let forms = this.#forms.get(owner);
    if (!forms) this.#forms.set(owner, (forms = new Map()));
    let form = forms.get(name);
    if (!form) forms.set(name, (form = formOf(draw(standIns(values) as Holes))));
    const { fixed, holes } = form;
    let bytes = fixed[0]!;
    for (let i = 0; i < holes.length; i++) bytes += childBytes(values[holes[i]!]) + fixed[i + 1]!;
    return new Html(bytes);
  }
}

/** Something drawn, cut at its holes. */
interface Form {
  /** One more than there are holes. */
  readonly fixed: readonly string[];
  /** Their names, in the order in which they come; one may come several times. */
  readonly holes: readonly string[];
}

/** No text of ours or of anybody holds this character. */
const edge = '\u0000';

function standIns(values: object): Record<string, string> {
  return Object.fromEntries(Object.keys(values).map((name) => [name, edge + name + edge]));
}

function formOf(drawn: Html): Form {
  const parts = inOnePiece(drawn).bytes.split(edge);
  const flat = (part: string) => inOnePiece(new Html(part)).bytes;
  return {
    fixed: parts.filter((_, i) => i % 2 === 0).map(flat),
    holes: parts.filter((_, i) => i % 2 === 1),
  };
}

/** A template leaves its text as a tree of parts, to be walked again by each page that holds it: this walks it once. */
export function inOnePiece(drawn: Html): Html {
  return new Html(Buffer.from(drawn.bytes, 'latin1').toString('latin1'));
}
