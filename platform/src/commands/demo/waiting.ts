import type { DemoProcedure } from './catalogue.ts';
import type { History } from './history.ts';
import type { Making } from './making.ts';
import type { Appraisal } from './steps.ts';
import type { Rows } from './tables.ts';
import type { Way } from './way.ts';

/** What the applicant is asked for, while a dossier waits for a supplement or for money. */
export function writeWaiting(
  rows: Rows,
  { random }: Making,
  procedure: DemoProcedure,
  dossier: Record<string, unknown>,
  { status, since }: NonNullable<Way['waits']>,
  specialist: Appraisal['specialist'],
  history: History,
): void {
  const id = dossier['id'] as string;
  Object.assign(dossier, { status, paused_at: since });
  const amount = 100_000 * (1 + random.below(200));
  const ask = status === 5 ? 'Cần bổ sung giấy tờ còn thiếu' : 'Lệ phí trước bạ';
  const items = [{ name: procedure.components[0]?.name ?? ask, reason: '' }];
  history(
    since,
    status === 5 ? 'supplement-requested' : 'duty-required',
    status,
    specialist?.id ?? null,
    specialist?.name ?? 'Hệ thống',
    procedure.section ?? procedure.agency,
    null,
    status === 5 ? { items, stage: 'appraisal', breach: false } : { amount, reason: ask },
  );
  if (status === 5)
    rows.add('one_stop.supplement', {
      id: random.id(since.getTime()),
      dossier_id: id,
      stage: 'appraisal',
      items: JSON.stringify(items),
      reason: ask,
      requested_at: since,
      requested_by: specialist?.id ?? random.id(since.getTime()),
    });
}
