import type { App } from '@dinh/kernel';
import type { AdapterPayload, Provider } from 'oidc-provider';
import { clientsOf, isSecret, own } from './clients.ts';
import { configuration } from './configuration.ts';
import { type SigningKeys, signingKeys } from './signing-keys.ts';
import { Store } from './store.ts';
import { issuerOf } from './tokens.ts';
import { visitOf } from './visits.ts';
import { follow } from './follow.ts';
import { certificateOf } from './certificate.ts';

interface Built {
  readonly keys: SigningKeys;
  readonly issuer: string;
  readonly provider: Provider;
  readonly serve: ReturnType<Provider['callback']>;
}

const built = new WeakMap<App, Promise<Built>>();

/**
 * oidc-provider with our configuration and our signing keys of this moment. The library is read when it is first needed
 * (a tenth of a second), not at the start of the program; when a key is added another provider takes over from the next
 * request on, which costs nothing, since all state is in the database.
 */
export async function provider(app: App): Promise<Built> {
  const [known, keys] = await Promise.all([built.get(app)?.catch(() => undefined), signingKeys(app)]);
  const issuer = issuerOf(app);
  if (known && known.keys === keys && known.issuer === issuer) return known;
  const making = make(app, keys, issuer);
  built.set(app, making);
  return making;
}

async function make(app: App, keys: SigningKeys, issuer: string): Promise<Built> {
  const library = await import('oidc-provider');
  const { errors } = library;
  const brought = () => visitOf(library.Provider.ctx?.req);
  const used = (kind: string): Error =>
    kind === 'ReplayDetection' || kind === 'PushedAuthorizationRequest'
      ? new errors.InvalidRequest('this was used before')
      : new errors.InvalidGrant('this was used before');
  const clients = clientsOf(app);
  class OurStore extends Store {
    constructor(kind: string) {
      super(kind, { app, client: clients.find, brought, used });
    }
    override async find(id: string): Promise<AdapterPayload | undefined> {
      return super.find(id) as Promise<AdapterPayload | undefined>;
    }
    override async findByUid(uid: string): Promise<AdapterPayload | undefined> {
      return super.findByUid(uid) as Promise<AdapterPayload | undefined>;
    }
  }
  const provider = new library.Provider(issuer, {
    ...configuration(app, library, keys, (ctx) => certificateOf(app, ctx.req)),
    adapter: OurStore as never,
  });
  provider.proxy = true; // the mount says by which address and protocol we are reached
  provider.Client.prototype['compareClientSecret'] = function compare(
    this: InstanceType<Provider['Client']>,
    secret: string,
  ) {
    return isSecret(own(this).dinh_secrets, secret);
  };
  provider.on('server_error', (_ctx, error) => app.log.error({ err: error }, 'the OpenID provider failed'));
  follow(app, provider, clients);
  return { keys, issuer, provider, serve: provider.callback() };
}
