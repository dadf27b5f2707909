import { type Context, command, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { consentNotFound } from '../../errors.ts';
import { line, moment, nullable, uuid } from '../../fields.ts';
import { scopeWords } from '../scopes.ts';

const words = shape({ vi: Type.String(), en: Type.String() });

const access = shape({
  /** Of the consent; null for an application of the province itself, which does not ask. */
  id: nullable(uuid),
  client: Type.String(),
  name: words,
  scopes: Type.Array(Type.String()),
  /** What the scopes let it know and do. */
  says: Type.Array(words),
  givenAt: nullable(moment),
  /** When it was last given a token for this person. */
  lastUsedAt: nullable(moment),
});

interface Row {
  readonly id: string | null;
  readonly client: string;
  readonly name: { vi: string; en: string };
  readonly scopes: string[];
  readonly givenAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/**
 * The applications that have access to one's account: those that one has allowed something, and those of the province itself
 * that are in use; with what they know and do in words, since when, and when they last used it.
 */
export const listConsents = query({
  name: 'identity.list-consents',
  title: { vi: 'Các ứng dụng đã cho phép', en: 'Applications that I have allowed' },
  may: 'signed-in',
  input: shape({}),
  output: shape({ consents: Type.Array(access) }),
  async run(ctx) {
    const rows = await ctx.db.all<Row>(
      sql`with grants as (
            select client_id, array_agg(distinct word) as scopes
            from identity.provider_state g
              cross join lateral regexp_split_to_table(concat_ws(' ', g.payload->'openid'->>'scope',
                (select string_agg(value, ' ') from jsonb_each_text(coalesce(g.payload->'resources', '{}')))), '\\s+') word
            where g.kind = 'Grant' and g.person_id = ${ctx.principal.id} and g.expires_at > ${ctx.now} and word <> ''
            group by client_id)
          select o.id, c.id as client, json_build_object('vi', c.name_vi, 'en', c.name_en) as name, coalesce(o.scopes, g.scopes) as scopes,
                 o.given_at as "givenAt", u.at as "lastUsedAt"
          from identity.client c
            left join identity.consent o on o.client_id = c.id and o.person_id = ${ctx.principal.id} and o.revoked_at is null
            left join grants g on g.client_id = c.id
            left join identity.client_use u on u.client_id = c.id and u.person_id = ${ctx.principal.id}
          where o.id is not null or (g.client_id is not null and not c.consent)
          order by o.given_at desc nulls last, c.id limit 500`,
    );
    return { consents: rows.map((row) => ({ ...row, says: said(ctx, row.scopes) })) };
  },
});

/** What scopes let an application know and do, each sentence once. */
function said(ctx: Context, scopes: readonly string[]): { vi: string; en: string }[] {
  const all = scopes.flatMap((scope) => scopeWords(ctx.app, scope));
  return [...new Map(all.map(({ vi, en }) => [vi, { vi, en }])).values()];
}

/**
 * Takes back what an application was allowed: every token that it holds for this person is worth nothing from now on. An
 * application of the province itself, which is named by `client`, may come back with the next sign-in to it.
 * @throws consentNotFound also when it is another's
 */
export const revokeConsent = command({
  name: 'identity.revoke-consent',
  title: { vi: 'Thu hồi quyền của ứng dụng', en: 'Take back what an application was allowed' },
  may: 'signed-in',
  input: shape({ consent: Type.Optional(uuid), client: Type.Optional(line(63)) }),
  output: shape({}),
  async run(ctx, input) {
    const person = ctx.principal.id;
    const row = await ctx.db.maybe<{ client: string }>(
      sql`update identity.consent set revoked_at = ${ctx.now}
          where person_id = ${person} and revoked_at is null and (id = ${input.consent ?? null}::uuid or client_id = ${input.client ?? null})
          returning client_id as client`,
    );
    const client = row?.client ?? (input.consent === undefined ? input.client : undefined);
    if (client === undefined) throw consentNotFound();
    const ended = await ctx.db.run(
      sql`delete from identity.provider_state where person_id = ${person} and client_id = ${client} and kind <> 'Session'`,
    );
    if (!row && ended === 0) throw consentNotFound();
    ctx.subject(`person:${person}`);
    ctx.note({ client });
    ctx.emit({ name: 'identity.consent-revoked', key: person, data: { kind: client } });
    return {};
  },
});
