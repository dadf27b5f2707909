import { classOf, dataClasses } from '@dinh/identity';
import { type Context, query, reach, shape, sql, type Text, where } from '@dinh/kernel';
import { Type } from 'typebox';

import { narrowedBy } from '../model/placement.ts';
import { placesOf, unitsOf } from '../model/places.ts';

/**
 * Where dossiers of a procedure are received, and whether whoever asks receives them there: to be told before anything is
 * typed, and not when it is sent (NĐ 61/2018 Điều 7, 8).
 * @throws noDesk when the agency has none
 */
export const receivingDesk = query({
  name: 'one-stop.receiving-desk',
  title: { vi: 'Nơi tiếp nhận của thủ tục', en: 'Desk that receives a procedure' },
  input: shape({ procedure: Type.String({ minLength: 1, maxLength: 60 }) }),
  output: shape({
    desk: shape({ id: Type.Integer(), vi: Type.String(), en: Type.String() }),
    mine: Type.Boolean({ description: 'whoever asks may receive them' }),
  }),
  may: 'one-stop.receive-dossier',
  run: (ctx, { procedure }) => receivedAt(ctx, procedure),
});

type Desk = { readonly id: number } & Text;

async function receivedAt(ctx: Context, code: string): Promise<{ desk: Desk; mine: boolean }> {
  const { app, db, now, principal } = ctx;
  const { procedure, agency, section } = await app.run('procedures.view-procedure', { code }, ctx);
  const places = await placesOf(app, db, agency.id, section?.id ?? null);
  const held = reach(principal, 'one-stop.receive-dossier');
  // Whose step it will be is known when there is one.
  const byStep = held.narrowed.some(({ when, steps }) => when ?? steps);
  const field = procedure.businessType;
  const dataClass = classOf(await dataClasses(app, now), { procedure: code, field });
  const { mine, ...desk } = await db.one<Desk & { mine: boolean }>(
    sql`select u.id, u.name_vi as vi, u.name_en as en, ${where(held, { units: sql`d.units`, ...narrowedBy })} as mine
        from identity.v_unit u, (select null::uuid as id, ${unitsOf(places)}::int[] as units, ${code}::text as procedure_code,
               ${field}::text as business_type, ${dataClass}::text as data_class) d
        where u.id = ${places.desk}`,
  );
  return { desk, mine: mine || byStep };
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.receiving-desk': typeof receivingDesk;
  }
}
