import { job } from '@dinh/kernel';
import { provider } from './provider.ts';
import type { Notice } from './sign-out.ts';

/** Tells one client that somebody has signed out. */
export const tellClient = job<Notice>({
  name: 'identity.tell-client',
  async run({ app }, { client, person, sid }) {
    const found = await (await provider(app)).provider.Client.find(client);
    // Not among the library's types, but what it does itself.
    const told = found as { backchannelLogout(sub: string, sid: string | undefined): Promise<void> } | undefined;
    await told?.backchannelLogout(person, sid ?? undefined);
  },
});
