import { type Notice, notify } from '@dinh/notify';
import { type Dossier, numberOf } from './dossier.ts';

export { dayText, momentText, moneyText } from './day-text.ts';

type Told = Pick<Dossier, 'id' | 'code' | 'reference' | 'title' | 'contact' | 'applicantId'>;

/** What the applicant is told, by every channel for which there is an address. */
export function applicantNotice(
  dossier: Told,
  template: string,
  data: Record<string, string | number>,
): Notice {
  return {
    template,
    to: {
      name: dossier.contact.name,
      personId: dossier.applicantId,
      email: dossier.contact.email,
      phone: dossier.contact.phone,
    },
    data: {
      code: numberOf(dossier),
      number: numberOf(dossier),
      reference: dossier.reference,
      title: dossier.title,
      ...data,
    },
    about: `dossier:${dossier.id}`,
    link: `/ho-so/${dossier.reference}`,
  };
}

/** Tells the applicant. */
export async function tellApplicant(
  ctx: Parameters<typeof notify>[0],
  dossier: Told,
  template: string,
  data: Record<string, string | number>,
): Promise<void> {
  await notify(ctx, applicantNotice(dossier, template, data));
}
