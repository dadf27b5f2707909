/** Procedures of the six districts, for what the pack has none of: two for each, after one of the department of construction. */
import { jobContext, localDate, publishDefinition, sql } from '@dinh/kernel';
import type { Province } from './province.ts';

const districts = ['tp-phu-ly', 'tx-duy-tien', 'huyen-binh-luc', 'huyen-kim-bang', 'huyen-ly-nhan', 'huyen-thanh-liem'];

/** @returns their codes */
export async function addDistrictProcedures(province: Province): Promise<string[]> {
  const codes: string[] = [];
  const { app, clock } = province;
  const now = clock.now();
  const { body } = await app.db.one<{ body: Record<string, unknown> }>(
    sql`select body from kernel.v_definition where kind = 'procedure' and body->>'agency' = 'so-xay-dung' and body->>'process' = 'settle-standard'
          and not (body->>'workedOut')::boolean and not (body ? 'consultation') order by key limit 1`,
  );
  await app.db.transaction(async (tx) => {
    for (const [i, agency] of districts.entries())
      for (const [j, section] of ['quan-ly-do-thi', 'tai-nguyen-moi-truong'].entries()) {
        const code = `HNM.H${i}${j}`;
        codes.push(code);
        await publishDefinition(tx, now, {
          kind: 'procedure',
          key: code,
          body: {
            ...body,
            code,
            agency,
            section: `${agency}.${section}`,
            level: 'district',
            name: `Cấp giấy phép tại huyện ${i}${j}`,
          },
          source: 'ours',
          origin: 'officer',
          effectiveFrom: localDate(now),
        });
      }
  });
  app.definitions.forget();
  await app.jobs.find((job) => job.name === 'procedures.keep-catalogue')!.run(jobContext(app, 'test'), {});
  return codes;
}
