/** A machine of others that holds permissions in one unit, and its token. */
import type { Province } from './province.ts';

/** @returns how it asks for a token, of ten minutes by the world's clock and not by the province's: open it at the present time */
export async function openMachine(
  province: Province,
  id: string,
  unit: number,
  permissions: readonly string[],
  scope: 'unit-tree' | 'all' = 'unit-tree',
): Promise<() => Promise<string>> {
  const administrator = await province.signIn('quantri');
  await administrator.api('identity.register-client', {
    id,
    kind: 'machine',
    authMethod: 'client_secret_basic',
    name: { vi: 'Máy', en: 'Machine' },
  });
  await administrator.api('identity.set-client-permissions', {
    id,
    permissions: permissions.map((permission) => (scope === 'all' ? { permission, scope } : { permission, scope, unit })),
  });
  const { secret } = await administrator.api('identity.add-client-key', { client: id, days: 1 });
  return async () => {
    const answer = await fetch(`${province.address}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
}
