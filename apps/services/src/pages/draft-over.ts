import { notFound, page, type PageContext, type PageResult, post, redirect, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  buttonGroup,
  errorSummary,
  form,
  type FormError,
  html,
  inVietnamese,
  linkButton,
  radios,
} from '@dinh/ui';
import { isOver, readAnyDraft } from '../model/draft.ts';
import { authorityKinds } from '../model/authority-words.ts';
import { draftId } from './form-page.ts';
import { refused, screen, typed } from './frame.ts';

const title: Text = { vi: 'Bản nháp này làm tiếp cho ai?', en: 'For whom does this draft go on?' };

/** What becomes of a draft once the authority under which it was begun has ended: nothing that is in it is shown here. */
async function draw(ctx: PageContext, errors: readonly FormError[] = []): Promise<PageResult> {
  const { lang } = ctx;
  const code = ctx.params['code']!;
  const id = draftId(ctx);
  const draft = await readAnyDraft(ctx, id);
  const home = `/nop-ho-so/${code}/${id}`;
  if (draft.procedureCode !== code || draft.kind !== 'dossier') throw notFound();
  if (!isOver(ctx.principal, draft)) return redirect(home);
  const held = (ctx.principal.authorities ?? []).filter((one) => one.acts.includes('file'));
  return screen(
    ctx,
    {
      title,
      back: '/ho-so',
      noSearch: true,
      wrong: errors.length > 0,
      main: html`${errorSummary(lang, errors)}
        <p class="muted two-lines">${inVietnamese(lang, draft.title)}</p>
        <h1>${title[lang]}</h1>
        ${banner(lang, {
          tone: 'soon',
          title: { vi: 'Việc đại diện đã kết thúc', en: 'The authority has ended' },
          body: html`<p>
              ${
                {
                  vi: 'Bạn bắt đầu bản nháp này thay cho người khác. Nay bạn không còn được làm thay họ, nên bản nháp không nộp được và thông tin của họ không hiện ra nữa. Những gì bạn tự nhập và tệp bạn tải lên vẫn còn.',
                  en: 'You began this draft for somebody else. You may not act for them any more, so it cannot be filed and their details are not shown. What you typed yourself and the files that you uploaded are kept.',
                }[lang]
              }
            </p>
            <p>
              <a href="/tai-khoan/dai-dien">${{ vi: 'Xem việc đại diện, ủy quyền của bạn', en: 'See for whom you act' }[lang]}</a>
            </p>`,
        })}
        ${form(lang, {
          action: `${home}/lam-tiep`,
          key: ctx.formKey,
          body: html`${radios(lang, {
            name: 'thay',
            label: { vi: 'Bạn làm tiếp cho ai?', en: 'For whom do you go on?' },
            value: '',
            choices: [
              {
                value: '',
                label: { vi: 'Cho tôi, hoặc cho một người khác', en: 'For myself, or for another person' },
                hint: {
                  vi: 'Phần lấy từ thông tin của người trước được bỏ ra; bạn xem lại từ trang đầu',
                  en: 'What was filled in about the former person is taken out; you begin again at the first page',
                },
              },
              ...held.map((one) => ({ value: one.id, label: one.name, hint: authorityKinds[one.kind] })),
            ],
          })}${buttonGroup(
            button(lang, { label: { vi: 'Làm tiếp', en: 'Go on' } }),
            linkButton(lang, {
              label: { vi: 'Xóa bản nháp', en: 'Delete the draft' },
              href: `${home}/xoa`,
              kind: 'quiet',
            }),
          )}`,
        })}`,
    },
    errors.length > 0 ? 422 : 200,
  );
}

const show = page({
  path: '/nop-ho-so/:code/:draft/lam-tiep',
  title,
  may: 'signed-in',
  run: (ctx) => draw(ctx),
});

const goOn = post({
  path: '/nop-ho-so/:code/:draft/lam-tiep',
  title,
  may: 'signed-in',
  async run(ctx) {
    const { code, draft: id } = ctx.params as { code: string; draft: string };
    try {
      await ctx.run('services.change-draft-authority', { id, authority: typed(ctx, 'thay') ?? null });
    } catch (error) {
      return draw(ctx, refused(ctx, error));
    }
    return redirect(`/nop-ho-so/${code}/${id}`);
  },
});

export const draftOverPages = [show, goOn];
