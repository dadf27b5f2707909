import type { PageContext, Text } from '@dinh/kernel';
import { citizenPage, type Html } from '@dinh/ui';
import { isWrong, nothingTyped, type Typed } from './form.ts';
import { securityPath } from './sessions.ts';

export const kindNames: Readonly<Record<string, Text>> = {
  totp: { vi: 'Ứng dụng xác thực', en: 'Authenticator' },
  passkey: { vi: 'Khóa truy cập', en: 'Passkey' },
  phone: { vi: 'Điện thoại', en: 'Telephone' },
  email: { vi: 'Thư điện tử', en: 'E-mail' },
  certificate: { vi: 'Chứng thư số', en: 'Certificate' },
};

/** A page of the account's security. */
export function frame(
  ctx: PageContext,
  heading: Text,
  main: Html,
  before: Typed = nothingTyped,
  islands: readonly string[] = [],
  wide = false,
): Html {
  const atTop = ctx.url.split('?')[0] === securityPath;
  return citizenPage(ctx.lang, {
    title: heading,
    site: ctx.site,
    url: ctx.method === 'GET' ? ctx.url : (ctx.url.split('?')[0] ?? securityPath),
    viewer: ctx.viewer,
    back: atTop ? '/tai-khoan' : securityPath,
    wrong: isWrong(before),
    islands,
    wide,
    main,
  });
}
