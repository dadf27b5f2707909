/** Sets of procedures by their place in the index, one bit each. */

/** A set: bit `place & 31` of number `place >>> 5`. */
export type Bits = Uint32Array;

/** Many sets, each under its number, as rows of one array; what is under no number is the empty row. */
export class BitRows {
  /** Numbers in a row. */
  readonly width: number;
  readonly #rowOf = new Map<number, number>();
  #bits: Uint32Array;

  /** @param places how many there are */
  constructor(places: number) {
    this.width = (places + 31) >>> 5;
    this.#bits = new Uint32Array(this.width * 64);
  }

  add(key: number, place: number): void {
    let row = this.#rowOf.get(key);
    if (row === undefined) {
      row = this.#rowOf.size + 1;
      this.#rowOf.set(key, row);
      this.#makeRoom((row + 1) * this.width);
    }
    this.#bits[row * this.width + (place >>> 5)]! |= 1 << (place & 31);
  }

  /** Where the set under a number is kept. */
  row(key: number | undefined): number {
    return key === undefined ? 0 : (this.#rowOf.get(key) ?? 0);
  }

  has(row: number, place: number): boolean {
    return ((this.#bits[row * this.width + (place >>> 5)]! >>> (place & 31)) & 1) === 1;
  }

  /** In how many of the rows a place is. */
  count(rows: readonly number[], place: number): number {
    let count = 0;
    for (let i = 0; i < rows.length; i++) if (this.has(rows[i]!, place)) count++;
    return count;
  }

  /** Takes out of `set` what is not in the row. */
  keepIn(set: Bits, row: number): void {
    for (let i = 0, at = row * this.width; i < this.width; i++, at++) set[i]! &= this.#bits[at]!;
  }

  addTo(set: Bits, row: number): void {
    for (let i = 0, at = row * this.width; i < this.width; i++, at++) set[i]! |= this.#bits[at]!;
  }

  #makeRoom(length: number): void {
    if (length <= this.#bits.length) return;
    const more = new Uint32Array(this.#bits.length * 2);
    more.set(this.#bits);
    this.#bits = more;
  }
}

/** The places in a set, smallest first. */
export function placesOf(bits: Bits): number[] {
  const places: number[] = [];
  for (let i = 0; i < bits.length; i++)
    for (let rest = bits[i]!; rest !== 0; rest &= rest - 1)
      places.push(i * 32 + 31 - Math.clz32(rest & -rest));
  return places;
}

export function isIn(bits: Bits, place: number): boolean {
  return ((bits[place >>> 5]! >>> (place & 31)) & 1) === 1;
}
