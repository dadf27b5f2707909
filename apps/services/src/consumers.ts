import { addressText, formEnvironment } from '@dinh/forms';
import { type Consumer, sql, systemPrincipal } from '@dinh/kernel';
import { requestShipment } from '@dinh/delivery';
import type { DossierView } from './model/dossier-view.ts';

/** A result that is wanted on paper by post becomes a parcel as soon as it is there (QĐ 45/2016). */
const parcels: Consumer = {
  name: 'services.parcels',
  events: ['one-stop.dossier-settled'],
  async handle(ctx, event) {
    const { app, now } = ctx;
    const { dossier } = (await app.run(
      'one-stop.view-dossier',
      { id: event.key },
      {
        principal: systemPrincipal('services.parcels'),
        lang: 'vi',
        origin: { channel: 'job', trace: event.trace ?? 'event' },
      },
    )) as DossierView & { dossier: { deskId: number; applicantId: string | null } };
    if (dossier.delivery.method !== 'post') return;
    const { data, contact } = dossier;
    await requestShipment(ctx, {
      subject: `dossier:${dossier.id}`,
      direction: 'to-applicant',
      unitId: dossier.deskId,
      personId: dossier.applicantId,
      recipient: String(data['deliveryName'] ?? contact.name),
      phone: String(data['deliveryPhone'] ?? contact.phone),
      address: addressText(data['deliveryAddress'], await formEnvironment(app, now, 'vi')),
      content: `Kết quả hồ sơ ${dossier.code ?? dossier.reference}`,
    });
  },
};

/** Who has closed their account comes back to no draft: what it holds is forgotten with the account. */
const closed: Consumer = {
  name: 'services.forget-closed',
  events: ['identity.person-closed'],
  async handle(ctx, event) {
    ctx.db.send(sql`delete from services.draft where person_id = ${event.key} and state = 'open'`);
  },
};

export const consumers: readonly Consumer[] = [parcels, closed];
