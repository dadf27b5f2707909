/** What a personnel system says of somebody, looked at before it is kept. */
import type { Refusal } from '@dinh/kernel';
import { wrongInput } from '../errors.ts';
import { emailPattern, phonePattern, plainPhone } from '../fields.ts';

/** What is wrong with an attribute, in both languages. */
export const wrong = (path: string, vi: string, en: string): Refusal =>
  wrongInput({}, { fields: [{ path, message: { vi, en } }] });

/** A telephone number as personnel systems write it, also as RFC 3966: `tel:+84-226-000-0100`. */
export const plainNumber = (text: string): string => plainPhone(text.replace(/^tel:/i, '').replace(/[-()]/g, ''));

/** Refuses an address to which nothing could ever be sent. @throws wrongInput */
export function mustBeReachable({
  email,
  phone,
}: {
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
}): void {
  if (email && !emailPattern.test(email))
    throw wrong('email', 'emails: đây không phải địa chỉ thư điện tử.', 'emails: this is no e-mail address.');
  if (phone && !phonePattern.test(plainNumber(phone)))
    throw wrong(
      'phone',
      'phoneNumbers: đây không phải số điện thoại.',
      'phoneNumbers: this is no telephone number; one has 8 to 17 digits.',
    );
}
