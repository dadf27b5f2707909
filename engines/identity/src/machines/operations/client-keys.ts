import { command, newSecret, shape, sql, type Text } from '@dinh/kernel';
import { Type } from 'typebox';
import { clientKeyNotFound, clientNotFound, wrongInput } from '../../errors.ts';
import { moment, nullable, uuid } from '../../fields.ts';
import { secretHash } from '../../sign-in/session.ts';
import { clientChanged } from '../changed.ts';
import { clientId } from '../fields.ts';
import { readCertificateKey, readPublicKey } from '../keys.ts';

const kindOf = {
  client_secret_basic: 'secret',
  private_key_jwt: 'key',
  self_signed_tls_client_auth: 'certificate',
} as const;

const noKey: Text = {
  vi: 'Ứng dụng này không giữ được bí mật nên không dùng khóa.',
  en: 'This application cannot keep a secret and uses no key.',
};
const tooMany: Text = {
  vi: 'Đã có ba khóa còn hiệu lực. Hãy thu hồi một khóa trước.',
  en: 'Three keys are good already. Revoke one first.',
};

/**
 * Gives a client a further key to prove itself by; the ones before stay good, so that it changes without a gap. What kind,
 * its way to sign in decides: a secret is made here and told this once; of a key or certificate the public half is given.
 * @throws clientNotFound; wrongInput what was given is not such a key
 */
export const addClientKey = command({
  name: 'identity.add-client-key',
  title: { vi: 'Thêm khóa cho ứng dụng, hệ thống', en: 'Add a key of an application or system' },
  may: 'identity.manage-client',
  secret: true,
  input: shape({
    client: clientId,
    /** PEM, or a JWK; left out for a secret. */
    key: Type.Optional(Type.String({ minLength: 1, maxLength: 20_000 })),
    /** After how many days it ends. */
    days: Type.Integer({ minimum: 1, maximum: 1100 }),
  }),
  output: shape({ id: uuid, label: Type.String(), secret: nullable(Type.String()), validTo: moment }),
  subject: (input) => `client:${input.client}`,
  async run(ctx, { client, key: given, days }) {
    const row = await ctx.db.maybe<{ method: keyof typeof kindOf | 'none'; good: number }>(
      sql`select auth_method as method, (select count(*)::int from identity.client_key k where k.client_id = c.id and k.revoked_at is null and k.valid_to > ${ctx.now}) as good
          from identity.client c where id = ${client} and state <> 'closed' for update`,
    );
    if (!row) throw clientNotFound();
    const refuse = (message: Text) => wrongInput({}, { fields: [{ path: 'key', message }] });
    if (row.method === 'none') throw refuse(noKey);
    if (row.good >= 3) throw refuse(tooMany);
    const kind = kindOf[row.method];
    const secret = kind === 'secret' ? newSecret(32) : null;
    const read =
      kind === 'secret'
        ? { jwk: null, label: `…${secret!.slice(-4)}` }
        : kind === 'key'
          ? readPublicKey(given ?? '')
          : readCertificateKey(given ?? '', ctx.now);
    if ('wrong' in read) throw refuse(read.wrong);
    const wished = new Date(ctx.now.getTime() + days * 24 * 3_600_000);
    const until = 'until' in read && read.until && read.until < wished ? read.until : wished;
    const id = ctx.newId();
    await ctx.db.run(
      sql`insert into identity.client_key (id, client_id, kind, secret, jwk, label, valid_from, valid_to, created_at, created_by)
          values (${id}, ${client}, ${kind}, ${secret && secretHash(secret)}, ${read.jwk && JSON.stringify(read.jwk)}::jsonb, ${read.label}, ${ctx.now}, ${until},
                  ${ctx.now}, ${ctx.principal.kind === 'person' ? ctx.principal.id : null}::uuid)`,
    );
    await clientChanged(ctx, client);
    ctx.note({ key: id, kind, label: read.label });
    ctx.emit({ name: 'identity.client-key-added', key: client, data: { key: id } });
    return { id, label: read.label, secret, validTo: until };
  },
});

/** Takes a key back at once; tokens that were had by it stay good for their ten minutes (`identity.revoke-client-tokens`). @throws clientKeyNotFound */
export const revokeClientKey = command({
  name: 'identity.revoke-client-key',
  title: { vi: 'Thu hồi khóa của ứng dụng, hệ thống', en: 'Revoke a key of an application or system' },
  may: 'identity.manage-client',
  input: shape({ key: uuid }),
  output: shape({}),
  async run(ctx, { key }) {
    const row = await ctx.db.maybe<{ client: string; label: string }>(
      sql`update identity.client_key set revoked_at = ${ctx.now}, revoked_by = ${ctx.principal.kind === 'person' ? ctx.principal.id : null}::uuid
          where id = ${key} and revoked_at is null returning client_id as client, label`,
    );
    if (!row) throw clientKeyNotFound();
    await clientChanged(ctx, row.client);
    ctx.subject(`client:${row.client}`);
    ctx.note({ key, label: row.label });
    ctx.emit({ name: 'identity.client-key-revoked', key: row.client, data: { key } });
    return {};
  },
});
