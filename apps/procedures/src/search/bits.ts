/** Sets of procedures by their place in the index, one bit each. */

/** A set: bit `place & 31` of number `place >>> 5`. */
export type Bits = Uint32Array;

/** Sets in rows, each with several layers, in one array; row 0 stays empty. */
export class BitTable {
  readonly places: number;
  /** Numbers in a set. */
  readonly width: number;
  readonly #layers: number;
  #bits: Uint32Array;

  /** @param places how many there are */
  constructor(places: number, layers: number) {
    this.places = places;
    this.width = (places + 31) >>> 5;
    this.#layers = layers;
    this.#bits = new Uint32Array(this.width * layers * 256);
  }

  set(row: number, layer: number, place: number): void {
    if ((row + 1) * this.#layers * this.width > this.#bits.length) this.#grow();
    this.#bits[this.at(row, layer) + (place >>> 5)]! |= 1 << (place & 31);
  }

  has(row: number, layer: number, place: number): boolean {
    return ((this.#bits[this.at(row, layer) + (place >>> 5)]! >>> (place & 31)) & 1) === 1;
  }

  /** How many places are in a row. */
  size(row: number, layer: number): number {
    let size = 0;
    this.each(row, layer, () => size++);
    return size;
  }

  /** The places in a row, smallest first. */
  each(row: number, layer: number, visit: (place: number) => void): void {
    const from = this.at(row, layer);
    for (let i = 0; i < this.width; i++)
      for (let rest = this.#bits[from + i]!; rest !== 0; rest &= rest - 1) visit(i * 32 + 31 - Math.clz32(rest & -rest));
  }

  /** Takes out of `set` what is not in the row. */
  keepIn(set: Bits, row: number, layer: number): void {
    const from = this.at(row, layer);
    for (let i = 0; i < this.width; i++) set[i]! &= this.#bits[from + i]!;
  }

  addTo(set: Bits, row: number, layer: number): void {
    const from = this.at(row, layer);
    for (let i = 0; i < this.width; i++) set[i]! |= this.#bits[from + i]!;
  }

  /** All of them; where one begins tells `at`. For whoever reads many. */
  get bits(): Bits {
    return this.#bits;
  }

  /** Where the set of a row and layer begins. */
  at(row: number, layer: number): number {
    return (row * this.#layers + layer) * this.width;
  }

  #grow(): void {
    const more = new Uint32Array(this.#bits.length * 2);
    more.set(this.#bits);
    this.#bits = more;
  }
}

/** The places in a set, smallest first. */
export function placesOf(bits: Bits): number[] {
  const places: number[] = [];
  for (let i = 0; i < bits.length; i++)
    for (let rest = bits[i]!; rest !== 0; rest &= rest - 1) places.push(i * 32 + 31 - Math.clz32(rest & -rest));
  return places;
}

export function isIn(bits: Bits, place: number): boolean {
  return ((bits[place >>> 5]! >>> (place & 31)) & 1) === 1;
}
