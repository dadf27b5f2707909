import { publishDefinition, sql } from '@dinh/kernel';
import type { Province } from './province.ts';

/** Puts rules of separation in force at once, in the place of what an officer put in force before. */
export async function publishSeparation(province: Province, body: unknown): Promise<void> {
  province.clock.advance(1000);
  await province.app.db.transaction(async (tx) => {
    await tx.run(sql`delete from kernel.definition where kind = 'separation' and origin = 'officer'`);
    await publishDefinition(tx, province.clock.now(), {
      kind: 'separation',
      key: 'province',
      body,
      source: 'ours',
      origin: 'officer',
      effectiveFrom: '2026-11-18',
    });
  });
  province.app.definitions.forget();
}
