/** Places in the order of all changes, as the server writes them: `transaction.number`. */

/** True when `a` comes before `b`. What is no position comes before all of them, so that nothing is passed over. */
export function isEarlier(a: string | undefined, b: string | undefined): boolean {
  const [left, right] = [read(a), read(b)];
  if (!left || !right) return !left && right !== undefined;
  return left.transaction === right.transaction ? left.number < right.number : left.transaction < right.transaction;
}

/** The first of two places; of one that is missing the other. */
export function earliest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return isEarlier(b, a) ? b : a;
}

function read(position: string | undefined): { transaction: bigint; number: bigint } | undefined {
  const [, transaction, number] = /^(\d+)\.(\d+)$/.exec(position ?? '') ?? [];
  return transaction && number ? { transaction: BigInt(transaction), number: BigInt(number) } : undefined;
}
