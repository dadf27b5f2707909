import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reach, sql, where } from '@dinh/kernel';
import { permissionsOf, type RoleItem, wrongNarrowing } from '../pack/roles.ts';
import { type House, openHouse } from '../test-house.ts';
import { classOf, type DataClasses } from './data-classes.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

const role = (permissions: RoleItem['permissions']): RoleItem => ({
  key: 'specialist',
  name: { vi: 'Chuyên viên', en: 'Specialist' },
  source: 'ours',
  permissions,
});

test('The short form of a permission stays as it is; the long one keeps what narrows it', () => {
  assert.deepEqual(
    permissionsOf(
      role({ 'test.view': ['unit', { scope: 'unit', when: 'my-step', classes: ['sensitive'] }], 'test.do': 'assigned' }),
    ),
    [
      { permission: 'test.do', scope: 'assigned' },
      { permission: 'test.view', scope: 'unit', classes: ['sensitive'], when: 'my-step' },
      { permission: 'test.view', scope: 'unit' },
    ],
  );
  assert.deepEqual(wrongNarrowing({ scope: 'unit', class: ['basic'] }).length, 1);
  assert.deepEqual(wrongNarrowing({ scope: 'unit', fields: 'A' }).length, 1);
  assert.deepEqual(wrongNarrowing({ scope: 'unit', when: 'my-turn' }).length, 1);
  for (const name of ['fields', 'procedures', 'under', 'steps'])
    assert.deepEqual(wrongNarrowing({ scope: 'unit', [name]: [] }).length, 1);
  assert.deepEqual(wrongNarrowing({ scope: 'unit', fields: ['A'], when: 'my-step' }), []);
  assert.deepEqual(wrongNarrowing({ scope: 'all', procedures: ['P'], under: ['u'], steps: ['check'] }), []);
});

test('A narrowing from the role reaches the predicate, and the unit of one grant does not open the class of another', async () => {
  await house.load((pack) => {
    pack.roles = pack.roles.map((one) =>
      one.key === 'specialist'
        ? role({
            'test.view': ['assigned', { scope: 'unit', classes: ['basic'] }, { scope: 'unit', fields: ['A.1'], when: 'my-step' }],
          })
        : one,
    );
  });
  const { principal } = await house.as('chuyenvien');
  const section = await house.unit('so-xd.phong');
  const mine = reach(principal, 'test.view');
  assert.deepEqual([mine.all, mine.units, mine.assignees], [false, [], [principal.id]]);
  const seen = async (row: { unit: number; field: string | null; class: string | null; mine: boolean }) =>
    (
      await house.app.db.one<{ seen: boolean }>(
        sql`select coalesce(${where(mine, {
          unit: sql`r.unit`,
          field: sql`r.field`,
          class: sql`r.class`,
          step: ({ mine: whose }) =>
            sql`r.mine and ${principal.id}::uuid = any(${whose!.persons}) and ${section} = any(${whose!.units}) and 'specialist' = any(${whose!.roles})`,
        })}, false) as seen from (select ${row.unit}::int as unit, ${row.field}::text as field, ${row.class}::text as class, ${row.mine}::bool as mine) r`,
      )
    ).seen;
  const at = { unit: section, field: 'A.1.2', class: 'sensitive', mine: true };
  assert.equal(await seen(at), true);
  assert.equal(await seen({ ...at, mine: false }), false);
  assert.equal(await seen({ ...at, field: 'A.10' }), false);
  assert.equal(await seen({ ...at, field: null, class: null }), false);
  assert.equal(await seen({ ...at, field: null, class: 'basic', mine: false }), true);
  assert.equal(await seen({ ...at, unit: section + 1, class: 'basic' }), false);
  // A kind of record without field, class and step is out of reach of what is narrowed by them.
  const { seen: bare } = await house.app.db.one<{ seen: boolean }>(
    sql`select ${where(mine, { unit: sql`${section}::int` })} as seen`,
  );
  assert.equal(bare, false);
});

test('The class of a matter is that of the procedure, then of the narrowest field, then the usual one', () => {
  const classes: DataClasses = {
    default: 'basic',
    classes: [],
    matters: [
      { of: ['A'], class: 'ordinary', source: 'ours' },
      { of: ['A.1'], class: 'sensitive', source: 'ours' },
      { of: ['P.1'], class: 'restricted', source: 'ours' },
    ],
  };
  const of = (procedure: string, field: string) => classOf(classes, { procedure, field });
  assert.deepEqual(
    [of('P.2', 'A.2'), of('P.2', 'A.1.7'), of('P.1', 'A.1'), of('P.2', 'A1'), of('P.2', 'B')],
    ['ordinary', 'sensitive', 'restricted', 'basic', 'basic'],
  );
  assert.equal(classOf(undefined, { procedure: 'P', field: 'A' }), null);
});
