import type { CommandContext } from '@dinh/kernel';
import { notify } from '@dinh/notify';
import { type Dossier, numberOf } from './dossier.ts';

/** Tells the applicant, by every channel for which there is an address. */
export async function tellApplicant(
  ctx: CommandContext,
  dossier: Pick<Dossier, 'id' | 'code' | 'reference' | 'title' | 'contact' | 'applicantId'>,
  template: string,
  data: Record<string, string | number>,
): Promise<void> {
  await notify(ctx, {
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
  });
}

const dateFormat = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});
const timeFormat = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  hour: '2-digit',
  minute: '2-digit',
});

/** `21/11/2026`. */
export const dayText = (at: Date): string => dateFormat.format(at);
/** `14:30 ngày 21/11/2026`. */
export const momentText = (at: Date): string => `${timeFormat.format(at)} ngày ${dateFormat.format(at)}`;
/** `150.000`. */
export const moneyText = (amount: number): string => amount.toLocaleString('vi-VN');
