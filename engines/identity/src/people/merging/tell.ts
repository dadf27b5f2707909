import { type Consumer, type ConsumerContext, sql } from '@dinh/kernel';
import { masked } from '../../factors/secrets.ts';

interface Reached {
  readonly email: string | null;
  readonly phone: string | null;
}

interface Record extends Reached {
  readonly id: string;
  readonly name: string;
  readonly lang: 'vi' | 'en';
  readonly account: string | null;
  /** Whether anything at all is there to sign in with. */
  readonly opens: boolean;
}

const columns = (of: 'f' | 't') => {
  const p = sql.raw(of);
  return sql`json_build_object('id', ${p}.id, 'name', ${p}.name, 'email', ${p}.email, 'phone', ${p}.phone, 'lang', ${p}.locale, 'account', ${p}.account,
    'opens', ${p}.password_hash is not null or exists (select from identity.upstream_link u where u.person_id = ${p}.id)
      or exists (select from identity.factor x where x.person_id = ${p}.id and x.ended_at is null and x.kind in ('passkey', 'certificate')))`;
};

/**
 * Whoever two records were of hears that they became one, by what they sign in from now on, and that this can be undone; and both hear
 * when it was undone. Addresses that either had before are told, too: whoever is reached by them alone would only find that their
 * password is no longer taken. Account names are masked, for a merge may be of two persons after all.
 */
export const tellMerged: Consumer = {
  name: 'identity.tell-merged',
  events: ['identity.persons-merged', 'identity.merge-undone'],
  async handle(ctx, event) {
    const undone = event.name === 'identity.merge-undone';
    const found = await ctx.db.maybe<{ from: Record; to: Record; before: { from: Reached; to: Reached } }>(
      sql`select ${columns('f')} as "from", ${columns('t')} as "to", m.before
          from identity.merge m join identity.person f on f.id = m.from_person join identity.person t on t.id = m.to_person
          where m.id = ${event.key} and m.state = ${undone ? 'undone' : 'done'}`,
    );
    if (!found) return;
    const { from, to, before } = found;
    if (undone) {
      for (const one of [from, to]) await tell(ctx, one, event.key, 'merge-undone', { how: '' }, one.id);
      return;
    }
    await tell(ctx, to, event.key, 'persons-merged', { how: howTo(from, to)[to.lang] }, to.id);
    const told = new Set([null, to.email, to.phone]);
    for (const was of [before.from, before.to])
      for (const name of ['email', 'phone'] as const) {
        if (told.has(was[name])) continue;
        told.add(was[name]);
        const one = { ...from, email: null, phone: null, [name]: was[name] };
        await tell(ctx, one, event.key, 'persons-merged', { how: howTo(from, to)[from.lang] });
      }
  },
};

async function tell(
  ctx: Omit<ConsumerContext, 'emit'>,
  { name, email, phone, lang }: Record,
  merge: string,
  template: string,
  data: { how: string },
  personId?: string,
): Promise<void> {
  await ctx.app.messenger.tell(ctx, {
    template,
    to: { ...(personId !== undefined && { personId }), name, email, phone, lang },
    data,
    about: `merge:${merge}`,
    link: '/dang-nhap',
  });
}

/** By what one signs in after a merge, and what is good no longer. */
function howTo(from: Record, to: Record): { vi: string; en: string } {
  const [stays, gone] = [to.account, from.account].map((one) => (one === null ? undefined : masked(one)));
  const ended = gone !== undefined && {
    vi: ` Tên đăng nhập ${gone} và mật khẩu của nó không dùng được nữa.`,
    en: ` The account name ${gone} and its password are no longer taken.`,
  };
  const now =
    stays && to.opens
      ? { vi: `Từ nay bạn đăng nhập bằng ${stays}.`, en: `From now on you sign in as ${stays}.` }
      : {
          vi: 'Tài khoản còn lại chưa có mật khẩu: xin mang căn cước đến bộ phận một cửa để được cấp.',
          en: 'The account that stays has no password yet: please bring your identity card to a one-stop desk to be given one.',
        };
  return ended ? { vi: now.vi + ended.vi, en: now.en + ended.en } : now;
}
