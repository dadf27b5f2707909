import { localDate } from '@dinh/kernel';
import { receiptNumber } from '@dinh/payments';
import type { Making } from './making.ts';
import type { Rows } from './tables.ts';

/** The fee, paid at the desk when the dossier was accepted. */
export function pay(
  rows: Rows,
  { random, feeReceipts }: Making,
  id: string,
  dossier: Record<string, unknown>,
  amount: number,
  at: Date,
): void {
  const year = Number(localDate(at).slice(0, 4));
  const sequence = (feeReceipts.get(year) ?? 0) + 1;
  feeReceipts.set(year, sequence);
  rows.add('payments.payment', {
    id: random.id(at.getTime()),
    subject: `dossier:${id}`,
    purpose: 'fee',
    amount,
    description: dossier['title'],
    payer: dossier['applicant_name'],
    person_id: dossier['applicant_id'],
    provider: 'desk',
    state: 'paid',
    return_path: '/',
    created_at: at,
    expires_at: at,
    paid_at: at,
    receipt: receiptNumber(year, sequence),
    version: 1,
  });
}

/** The receipt with its number in the agency's register of the year. */
export function issueReceipt(
  rows: Rows,
  { random, catalogue, receipts }: Making,
  dossier: Record<string, unknown>,
  at: Date,
): void {
  const year = Number(localDate(at).slice(0, 4));
  const ruleset = dossier['ruleset'] as string;
  const key = `${String(dossier['unit_id'])}/${year}`;
  const sequence = (receipts.get(key) ?? 0) + 1;
  const number = catalogue.receiptNumber(ruleset, year, sequence);
  if (number !== undefined) receipts.set(key, sequence);
  rows.add('one_stop.paper', {
    id: random.id(at.getTime()),
    dossier_id: dossier['id'],
    template: 'receipt',
    ruleset,
    number: 1,
    data: { receivedAt: at, dueAt: dossier['due_at'], limitMinutes: dossier['limit_minutes'] },
    issued_at: at,
    register_number: number ?? null,
  });
}
