import { openDatabase } from '@dinh/kernel';

/**
 * Lets everything that waits for older transactions wait, as beside a long import on the same server: one transaction after
 * the other is under way, each for so long. A test that reads what follows from an event without waiting for it fails.
 * @param ms how long each lasts; 0: nothing is done
 * @returns ends it
 */
export function holdBack(url: string, ms: number): () => Promise<void> {
  if (!(ms > 0)) return async () => {};
  const db = openDatabase(url, 1);
  let going = true;
  const held = (async () => {
    while (going) await db.pool.query(`do $$ begin perform pg_current_xact_id(), pg_sleep(${ms / 1000}); end $$`);
  })();
  return async () => {
    going = false;
    await held;
    await db.close();
  };
}
