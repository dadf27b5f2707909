import { command, notAllowed, reach, shape, sql } from '@dinh/kernel';
import { importFourEyes, importNotFound } from '../errors.ts';
import { line, uuid } from '../fields.ts';
import { actor } from '../operations/actor.ts';
import { locked } from './check.ts';

interface Sender {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly lang: 'vi' | 'en';
  readonly file: string;
}

/**
 * Does not agree to a large import: it is as it was before somebody was asked, and whoever sent it is told why.
 * @throws importFourEyes it is one's own, to be given up and not declined; importNotFound also when it does not wait.
 */
export const declineImport = command({
  name: 'identity.decline-import',
  title: { vi: 'Không phê duyệt nhập tệp', en: 'Decline an import' },
  may: 'people.approve-import',
  input: shape({ id: uuid, reason: line(500, 2) }),
  output: shape({}),
  subject: ({ id }) => `import:${id}`,
  async run(ctx, { id, reason }) {
    if (!reach(ctx.principal, 'people.approve-import').all) throw notAllowed();
    const stored = await locked(ctx, id);
    if (stored.state !== 'waiting') throw importNotFound();
    if (stored.createdBy === ctx.principal.id) throw importFourEyes();
    ctx.db.send(
      sql`update identity.import set state = 'checked', declined_at = ${ctx.now}, declined_by = ${actor(ctx)}::uuid, decline_reason = ${reason} where id = ${id}`,
    );
    const sender = await ctx.db.maybe<Sender>(
      sql`select p.id, p.name, p.email, p.locale as lang, i.name as file from identity.import i join identity.person p on p.id = i.created_by and p.state = 'active'
          where i.id = ${id}`,
    );
    ctx.note({ reason });
    ctx.emit({ name: 'identity.import-declined', key: id, topics: [`import:${id}`] });
    if (!sender) return {};
    const { id: personId, name, email, lang, file } = sender;
    await ctx.app.messenger.tell(ctx, {
      template: 'import-declined',
      to: { personId, name, email, lang },
      data: { file, by: ctx.principal.name, reason },
      about: `import:${id}`,
      link: `/quan-tri/nhap-tep/${id}`,
    });
    return {};
  },
});
