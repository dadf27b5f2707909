import { type App, countOpen, type PersonRecord, type Queries, type Text } from '@dinh/kernel';

/** What this engine itself keeps under a person's id. Ways to sign in are not among it: they stay with the record that stays. */
export const personRecords: readonly PersonRecord[] = [
  {
    what: { vi: 'Chức vụ', en: 'Positions' },
    table: 'identity.position',
    column: 'person_id',
    madeAt: 'created_at',
  },
  {
    what: { vi: 'Cấp phó thường trực', en: 'Standing deputies' },
    table: 'identity.standing_deputy',
    column: 'person_id',
    madeAt: 'created_at',
  },
  {
    what: { vi: 'Đại diện doanh nghiệp', en: 'Businesses represented' },
    table: 'identity.representative',
    column: 'person_id',
    madeAt: 'created_at',
    once: ['business_id', 'valid_to'],
  },
  {
    what: { vi: 'Làm thay người khác', en: 'Authorities to act' },
    table: 'identity.authority',
    column: 'agent_id',
    madeAt: 'declared_at',
  },
  {
    what: { vi: 'Người khác làm thay', en: 'Authorities given' },
    table: 'identity.authority',
    column: 'subject_id',
  },
  {
    what: { vi: 'Ủy quyền đã giao', en: 'Delegations given' },
    table: 'identity.delegation',
    column: 'from_person',
    madeAt: 'created_at',
  },
  {
    what: { vi: 'Ủy quyền đã nhận', en: 'Delegations received' },
    table: 'identity.delegation',
    column: 'to_person',
  },
  {
    what: { vi: 'Lần đối chiếu giấy tờ', en: 'Checks of papers' },
    table: 'identity.verification',
    column: 'person_id',
    madeAt: 'at',
  },
  {
    what: { vi: 'Bản ghi đã gộp trước đó', en: 'Records merged before' },
    table: 'identity.person',
    column: 'merged_into',
  },
  { what: { vi: 'Phiên đăng nhập', en: 'Sessions' }, table: 'identity.session', column: 'person_id' },
];

/** Everything that the program keeps under a person's id, with a name for each place. */
export function allRecords(app: App): { place: string; record: PersonRecord }[] {
  return app.modules
    .flatMap((one) => one.personRecords ?? [])
    .map((record) => ({ place: [record.table, record.column, record.only ?? ''].join(' ').trim(), record }));
}

/** What of a person is still under way: dossiers, drafts, tasks. Only what there is. */
export async function underWay(app: App, db: Queries, person: string): Promise<{ what: Text; count: number }[]> {
  const counted = await Promise.all(
    allRecords(app).map(async ({ record }) => ({
      what: record.what,
      count: await countOpen(db, record, person),
    })),
  );
  return counted.filter(({ count }) => count > 0);
}
