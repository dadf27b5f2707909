import type { Context, FieldError, Text } from '@dinh/kernel';
import { wrongInput } from '../errors.ts';
import { type ClientRow, clientMetadata } from '../provider/clients.ts';
import { provider } from '../provider/provider.ts';
import { isScope } from '../provider/scopes.ts';

const notAnAddress: Text = {
  vi: 'Hãy nhập một địa chỉ https đầy đủ, không có dấu #. Địa chỉ http chỉ dùng được trên chính máy này.',
  en: 'Type a whole https address without #. An http address only works on this very machine.',
};
const noSuchScope: Text = {
  vi: 'Không có phạm vi (scope) này: {scope}',
  en: 'There is no such scope: {scope}',
};
const oneHost: Text = {
  vi: 'Các địa chỉ quay lại phải cùng một tên miền, vì định danh người dùng cấp riêng cho từng tên miền.',
  en: 'The addresses to come back to must be of one host: the identifier of a person is made for a host.',
};
const needsAddress: Text = {
  vi: 'Hãy nhập ít nhất một địa chỉ quay lại.',
  en: 'Type at least one address to come back to.',
};
const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);
// Where machines in a cloud tell their own secrets: nothing of ours is ever called there.
const linkLocal = /^(169\.254\.|\[fe[89ab])/i;

/** Refuses a client that oidc-provider could not work with, or that would be a hole. @throws wrongInput with the fields at fault */
export async function checkClient(ctx: Context, row: ClientRow): Promise<void> {
  const fields: FieldError[] = [];
  const check = (path: string, addresses: readonly (string | null)[], ofApp = false) => {
    if (addresses.some((one) => one !== null && !isAddress(one, ofApp && row.native)))
      fields.push({ path, message: notAnAddress });
  };
  check('redirectUris', row.redirectUris, true);
  check('postLogoutRedirectUris', row.postLogoutRedirectUris, true);
  check('backchannelLogoutUri', [row.backchannelLogoutUri]);
  check('frontchannelLogoutUri', [row.frontchannelLogoutUri]);
  const unknown = row.scopes.find((scope) => !isScope(ctx.app, scope));
  if (unknown !== undefined)
    fields.push({
      path: 'scopes',
      message: {
        vi: noSuchScope.vi.replace('{scope}', unknown),
        en: noSuchScope.en.replace('{scope}', unknown),
      },
    });
  if (row.kind === 'application' && row.redirectUris.length === 0) fields.push({ path: 'redirectUris', message: needsAddress });
  const hosts = new Set(row.redirectUris.map((one) => URL.parse(one)?.host));
  if (row.subject === 'pairwise' && hosts.size > 1) fields.push({ path: 'redirectUris', message: oneHost });
  if (fields.length > 0) throw wrongInput({}, { fields });
  await (
    await provider(ctx.app)
  ).provider.Client.validate(clientMetadata(row) as never).catch((cause: Error) => {
    const said = (cause as { error_description?: string }).error_description ?? cause.message;
    throw wrongInput({}, { fields: [{ path: 'redirectUris', message: { vi: said, en: said } }], cause });
  });
}

function isAddress(text: string, native: boolean): boolean {
  const to = URL.parse(text);
  if (!to || to.hash !== '' || text.includes('#') || to.username !== '' || to.password !== '') return false;
  if (linkLocal.test(to.hostname)) return false;
  if (to.protocol === 'https:') return true;
  if (to.protocol === 'http:') return loopback.has(to.hostname);
  // An app on a device comes back by a scheme of its own, named after a domain (RFC 8252).
  return native && /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/.test(to.protocol);
}
