import type { App } from '@dinh/kernel';
import type { AdapterPayload, Client, Provider } from 'oidc-provider';
import { type ClientRow, type Clients, clientsOf, isSecret, own } from './clients.ts';
import { configuration } from './configuration.ts';
import { type SigningKeys, signingKeys } from './signing-keys.ts';
import { Store } from './store.ts';
import { issuerOf } from './tokens.ts';
import { visitOf } from './visits.ts';
import { follow, recordEarly } from './follow.ts';
import { certificateOf } from './certificate.ts';

interface Built {
  /** By which the public reaches it: host with port, `https` or `http`. */
  readonly host: string;
  readonly protocol: string;
  readonly provider: Provider;
  readonly serve: ReturnType<Provider['callback']>;
}

interface Kept {
  readonly keys: SigningKeys;
  readonly issuer: string;
  readonly making: Promise<Built>;
  /** Once it is made. */
  built?: Built;
}

const kept = new WeakMap<App, Kept>();

/**
 * oidc-provider with our configuration and our signing keys of this moment, at hand without waiting once it is made. The
 * library is read when it is first needed (a tenth of a second), not at the start of the program; when a key is added
 * another provider takes over from the next request on, which costs nothing, since all state is in the database.
 */
export function provider(app: App): Promise<Built> | Built {
  const keys = signingKeys(app);
  return keys instanceof Promise ? keys.then((read) => providerWith(app, read)) : providerWith(app, keys);
}

function providerWith(app: App, keys: SigningKeys): Promise<Built> | Built {
  const issuer = issuerOf(app);
  const known = kept.get(app);
  if (known && known.keys === keys && known.issuer === issuer) return known.built ?? known.making;
  const making = make(app, keys, issuer);
  const now: Kept = { keys, issuer, making };
  kept.set(app, now);
  making.then(
    (built) => void (now.built = built),
    () => kept.get(app) === now && kept.delete(app), // to be tried again
  );
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
    ...configuration(
      app,
      library,
      keys,
      (ctx) => certificateOf(app, ctx.req),
      (ctx) => recordEarly(app, clients, ctx),
    ),
    adapter: OurStore as never,
  });
  findOnce(provider.Client, clients);
  provider.proxy = true; // the mount says by which address and protocol we are reached
  provider.Client.prototype['compareClientSecret'] = function compare(this: InstanceType<Provider['Client']>, secret: string) {
    return isSecret(own(this).dinh_secrets, secret);
  };
  provider.on('server_error', (_ctx, error) => app.log.error({ err: error }, 'the OpenID provider failed'));
  follow(app, provider, clients);
  const { host, protocol } = new URL(issuer);
  return { host, protocol: protocol.slice(0, -1), provider, serve: provider.callback() };
}

/**
 * A client is made once of each row that was read: the library would look into all of its metadata at each request to
 * find the one that it made before. Whether it stands still, `Clients.stands` tells.
 */
function findOnce(models: Provider['Client'], clients: Clients): void {
  const find = models.find.bind(models);
  const made = new WeakMap<ClientRow, Client>();
  models.find = async (id) => {
    const row = await clients.find(id);
    let client = row && made.get(row);
    if (row && !client) {
      client = await find(id);
      if (client) made.set(row, client);
    }
    return client;
  };
}
