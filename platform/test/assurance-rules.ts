/** What a province asks for before it believes who somebody is, changed for a test. */
import { localDate, sql } from '@dinh/kernel';
import type { Province } from './province.ts';

/** Puts these rules in place of those of the same name in force; undefined takes one away. */
export async function changeAssurance({ app, clock }: Province, more: object): Promise<void> {
  const rules = await app.definitions.at<object>('assurance', 'province', localDate(clock.now()));
  const body = JSON.stringify({ ...rules!.body, ...more });
  await app.db.run(sql`update kernel.definition set body = ${body}::jsonb where id = ${rules!.id}`);
  await app.db.run(sql`update kernel.revision set number = number + 1 where topic = 'definitions'`);
  app.definitions.forget();
}
