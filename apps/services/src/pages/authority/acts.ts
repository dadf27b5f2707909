import { page, type PageContext, type PageResult, post, redirect } from '@dinh/kernel';
import { refused, typed } from '../frame.ts';
import { sendFile } from '../slots.ts';
import { authoritiesScreen } from './list.ts';
import { authorityPath, authorityTitle } from './parts.ts';

/** What is done on the page of authorities; a refused act shows it again with the reason. */
function act(name: string, said: string, run: (ctx: PageContext) => Promise<unknown>) {
  return post({
    path: `${authorityPath}/${name}`,
    title: authorityTitle,
    may: 'signed-in',
    async run(ctx): Promise<PageResult> {
      try {
        await run(ctx);
        return redirect(`${authorityPath}${said && `?xong=${said}`}`);
      } catch (error) {
        return authoritiesScreen(ctx, refused(ctx, error));
      }
    },
  });
}

const answer = act('tra-loi', 'tra-loi', (ctx) => {
  const accept = typed(ctx, 'answer') === 'yes';
  const code = typed(ctx, 'code');
  const invitation = typed(ctx, 'invitation');
  const more = { accept, ...(code && { code }) };
  return invitation
    ? ctx.run('identity.answer-invitation', { invitation, ...more })
    : ctx.run('identity.answer-authority', { authority: typed(ctx, 'authority') ?? '', ...more });
});

const end = act('ket-thuc', 'ket-thuc', (ctx) => {
  const reason = typed(ctx, 'reason') ?? '';
  const representative = typed(ctx, 'representative');
  return representative
    ? ctx.run('identity.end-representative', {
        representative,
        reason,
        ...(typed(ctx, 'last') && { last: true }),
      })
    : ctx.run('identity.end-authority', { authority: typed(ctx, 'authority') ?? '', reason });
});

const actFor = act('thay-mat', '', (ctx) => ctx.run('identity.act-for', { authority: typed(ctx, 'authority') ?? null }));

const document = page({
  path: `${authorityPath}/:id/tep`,
  title: { vi: 'Giấy tờ của việc đại diện', en: 'Document of an authority' },
  may: 'signed-in',
  async run(ctx) {
    const { hash, type, fileName } = await ctx.run('identity.open-authority-document', {
      authority: ctx.params['id'] ?? '',
    });
    return sendFile(ctx, { file: hash, fileName, mediaType: type });
  },
});

export const authorityActPages = [answer, end, actFor, document];
