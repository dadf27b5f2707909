/** Random numbers that are the same for the same seed (xorshift128+ on 32-bit words). */
export interface Random {
  /** 0 ≤ x < 1 */
  next(): number;
  /** 0 ≤ n < below, whole */
  below(n: number): number;
  pick<T>(list: readonly T[]): T;
  /** Log-normal around 1. */
  spread(sigma: number): number;
  /** A UUID version 7 of that time. */
  id(at: number): string;
}

export function seeded(seed: number): Random {
  let [a, b, c, d] = [seed | 0, 0x9e3779b9, 0x243f6a88, 0xb7e15162];
  const word = (): number => {
    const t = b << 9;
    let r = Math.imul(b, 5);
    r = Math.imul((r << 7) | (r >>> 25), 9);
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return r >>> 0;
  };
  for (let i = 0; i < 16; i++) word();
  const next = (): number => word() / 4_294_967_296;
  const hex = (value: number): string => value.toString(16).padStart(8, '0');
  return {
    next,
    below: (n) => Math.floor(next() * n),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    spread: (sigma) => Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
    id(at) {
      const time = Math.floor(at).toString(16).padStart(12, '0');
      const [x, y, z] = [hex(word()), hex(word()), hex(word())];
      return `${time.slice(0, 8)}-${time.slice(8)}-7${x.slice(0, 3)}-${'89ab'[word() & 3]}${x.slice(3, 6)}-${y}${z.slice(0, 4)}`;
    },
  };
}
