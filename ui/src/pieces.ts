/** Pieces of pages that are drawn once for what they are made of: a catalogue, the site, a list of options. */
import { Html } from './html.ts';

/**
 * Keeps what is drawn of an object that never changes (a change makes another), as long as the object lives. Only for
 * what depends on the object and the name alone, never on who looks; names must be few.
 */
export class Pieces<Of extends object> {
  readonly #kept = new WeakMap<Of, Map<string, Html>>();

  /** @param name which piece of it: its language, its state; `draw` must give the same for the same */
  of(owner: Of, name: string, draw: () => Html): Html {
    let pieces = this.#kept.get(owner);
    if (!pieces) this.#kept.set(owner, (pieces = new Map()));
    let piece = pieces.get(name);
    if (!piece) pieces.set(name, (piece = inOnePiece(draw())));
    return piece;
  }
}

/** A template leaves its text as a tree of parts, to be walked again by each page that holds it: this walks it once. */
export function inOnePiece(drawn: Html): Html {
  return new Html(Buffer.from(drawn.bytes, 'latin1').toString('latin1'));
}
