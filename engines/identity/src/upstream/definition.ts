import { checker, type Context, type DefinitionKind, localDate, type PackDocument, type PackPart } from '@dinh/kernel';
import { type Static, Type } from 'typebox';

const words = Type.Object({ vi: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) });
const address = Type.String({ pattern: '^https?://[\\u0021-\\u007e]+$', maxLength: 2000 });
const claim = Type.String({ minLength: 1, maxLength: 100 });

/**
 * An identity provider above us, as a province configures it: everything that may differ between VNConnect, VNeID and
 * whatever follows them is data. The secret is none: it stands in the environment, `DINH_UPSTREAM_SECRET_<KEY>`.
 */
export const IdentityProvider = Type.Object({
  key: Type.String({ pattern: '^[a-z][a-z0-9-]{1,30}$' }),
  name: words,
  enabled: Type.Boolean(),
  /** In a demonstration our own stand-in answers in its place. */
  standIn: Type.Optional(Type.Boolean()),
  /** Its issuer; what it does not tell by discovery stands beside it. */
  issuer: address,
  discovery: Type.Boolean(),
  endpoints: Type.Optional(
    Type.Object({
      authorization: address,
      token: address,
      jwks: address,
      userinfo: Type.Optional(address),
    }),
  ),
  clientId: Type.String({ maxLength: 200 }),
  clientAuth: Type.Union([Type.Literal('client_secret_basic'), Type.Literal('client_secret_post'), Type.Literal('none')]),
  scope: Type.String({ minLength: 6, maxLength: 500 }),
  /** By which algorithms its ID tokens may be signed. */
  algorithms: Type.Array(Type.Union([Type.Literal('RS256'), Type.Literal('PS256'), Type.Literal('ES256')]), {
    minItems: 1,
  }),
  /** `acr_values` that are asked for; when a level is needed, the first of `levels` that reaches it is. */
  acrValues: Type.Optional(Type.String({ maxLength: 200 })),
  /** Its levels in ours; what is not named counts as `otherwise`. */
  levels: Type.Array(Type.Object({ acr: Type.String(), level: Type.Integer({ minimum: 1, maximum: 4 }) })),
  otherwise: Type.Integer({ minimum: 1, maximum: 4 }),
  /** Which of its claims says what. Of several names the first that is there counts. */
  claims: Type.Object({
    idNumber: Type.Array(claim),
    name: Type.Array(claim),
    birthDate: Type.Optional(Type.Array(claim)),
    gender: Type.Optional(Type.Array(claim)),
    phone: Type.Optional(Type.Array(claim)),
    email: Type.Optional(Type.Array(claim)),
  }),
  /** The claim that says whose account it is, and what it says of persons; accounts of organisations sign nobody in. */
  accountKind: Type.Optional(Type.Object({ claim, persons: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1 }) })),
  /** How it writes days: `dd/MM/yyyy`, `yyyy-MM-dd`, `yyyyMMdd`. */
  dateForm: Type.Union([Type.Literal('dd/MM/yyyy'), Type.Literal('yyyy-MM-dd'), Type.Literal('yyyyMMdd')]),
  genders: Type.Optional(Type.Object({ male: Type.Array(Type.String()), female: Type.Array(Type.String()) })),
  /** Kinds of people for whom it is the only way in while it answers. */
  onlyWayFor: Type.Array(Type.Union([Type.Literal('citizen'), Type.Literal('business')])),
  source: Type.Optional(Type.String()),
});
export type IdentityProvider = Static<typeof IdentityProvider>;

export const identityProviderKind: DefinitionKind<IdentityProvider> = {
  kind: 'identity-provider',
  title: { vi: 'Nguồn định danh', en: 'Identity provider' },
  schema: IdentityProvider,
  check: ({ discovery, endpoints, issuer }) => [
    ...(!discovery && !endpoints
      ? [
          {
            path: 'endpoints',
            reason: {
              vi: 'Không có discovery thì phải ghi các địa chỉ',
              en: 'without discovery the endpoints must stand here',
            },
          },
        ]
      : []),
    ...(!issuer.startsWith('https://') ? [{ path: 'issuer', reason: { vi: 'Phải là https', en: 'must be https' } }] : []),
  ],
  editing: 'studio.edit-rules',
  publishing: 'studio.publish-definition',
};

interface Listed {
  providers: IdentityProvider[];
  source?: string;
}

/** `identity-providers.yaml`: through whom one may sign in besides us. */
export const identityProvidersPart: PackPart<PackDocument<Listed> | undefined> = {
  name: 'identity-providers',
  async read(folder) {
    if (!(await folder.exists('identity-providers.yaml'))) return undefined;
    const file = await folder.yaml<Listed>('identity-providers.yaml');
    if (!file) return undefined;
    const shape = checker(IdentityProvider);
    for (const [i, provider] of (file.value.providers ?? []).entries()) {
      if (!shape.Check(provider))
        for (const { instancePath, message } of shape.Errors(provider))
          folder.problem(
            file.file,
            file.line(['providers', String(i), ...instancePath.split('/').filter(Boolean)]),
            `${provider.key ?? i}${instancePath}: ${message}`,
          );
      else
        for (const problem of await identityProviderKind.check!(provider, undefined as never))
          folder.problem(file.file, file.line(['providers', String(i), problem.path]), problem.reason.en);
    }
    return file;
  },
  async load(load, file) {
    for (const body of file?.value.providers ?? [])
      await load.define('identity-providers', {
        kind: 'identity-provider',
        key: body.key,
        body,
        source: body.source ?? file!.value.source ?? 'ours',
      });
  },
  async save(save) {
    const all = await save.definitions<IdentityProvider>('identity-provider');
    if (all.length > 0) save.yaml('identity-providers.yaml', { source: 'ours', providers: all.map(({ body }) => body) });
  },
};

/** Those that are switched on today. */
export async function providersOf(ctx: Pick<Context, 'app' | 'now'>): Promise<readonly IdentityProvider[]> {
  const all = await ctx.app.definitions.inForce<IdentityProvider>('identity-provider', localDate(ctx.now));
  return all.map(({ body }) => body).filter((one) => one.enabled && (!one.standIn || ctx.app.config.demonstration));
}
