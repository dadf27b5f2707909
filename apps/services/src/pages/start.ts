import { page, type PageContext, post, redirect, type Text } from '@dinh/kernel';
import { banner, button, buttonGroup, form, formatDateTime, html, type Html, linkButton, radios, summaryList } from '@dinh/ui';
import { keptDays } from '../model/draft.ts';
import { authorityKinds } from '../model/authority-words.ts';
import { forWhom, screen, typed } from './frame.ts';
import { accountNeeded, lacking } from './ready.ts';

const title: Text = { vi: 'Nộp hồ sơ trực tuyến', en: 'File online' };

/** Before one begins: what is needed, how long it takes, and drafts that wait. */
const start = page({
  path: '/nop-ho-so/:code',
  title,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const code = ctx.params['code']!;
    const { procedure, agency, limit } = await ctx.run('procedures.view-procedure', { code });
    const name = procedure.shortName?.[lang] ?? procedure.name;
    const online = procedure.channels.includes('online');
    return screen(ctx, {
      title: name,
      breadcrumbs: [
        { label: { vi: 'Trang chủ', en: 'Home' }, href: '/' },
        { label: procedure.shortName ?? procedure.name, href: `/thu-tuc/${code}` },
        { label: title },
      ],
      main: html`<h1>${name}</h1>
        ${name !== procedure.name && html`<p class="muted" lang="vi">${procedure.name}</p>`}
        ${online ? await beginning(ctx, code, procedure.serviceLevel) : notOnline(ctx)}
        <h2>${lang === 'vi' ? 'Trước khi bắt đầu, bạn chuẩn bị' : 'Before you begin, have ready'}</h2>
        ${papers(ctx, procedure.components)}
        ${summaryList(lang, [
          { label: { vi: 'Cơ quan giải quyết', en: 'Agency' }, value: agency.name },
          {
            label: { vi: 'Thời hạn', en: 'Time limit' },
            value: limit,
          },
          {
            label: { vi: 'Phí, lệ phí', en: 'Fee' },
            value: {
              vi: 'Tính theo nội dung bạn khai; bạn thấy số tiền trước khi nộp',
              en: 'By what you declare; you see the amount before you file',
            },
          },
        ])}
        <p>
          ${
            lang === 'vi'
              ? `Tờ khai được lưu nháp trong lúc bạn điền, giữ ${keptDays} ngày và mở lại được trên máy khác.`
              : `The form is saved while you fill it in, kept for ${keptDays} days, and opens on any device.`
          }
        </p>`,
    });
  },
});

function papers(
  ctx: PageContext,
  components: readonly {
    name: Text;
    satisfiedBy?: string;
    when?: string;
    required: boolean | string;
    stage?: string;
  }[],
): Html {
  const asked = components.filter((one) => one.satisfiedBy !== 'form' && !one.stage);
  const depends = { vi: 'tùy trường hợp', en: 'in some cases' };
  if (asked.length === 0)
    return html`<p>${ctx.lang === 'vi' ? 'Không cần giấy tờ kèm theo; chỉ điền tờ khai.' : 'No papers: only the form.'}</p>`;
  return html`<ul>
    ${asked.map(
      (one) =>
        html`<li>
          ${one.name[ctx.lang]}${(one.when !== undefined || one.required !== true) && html` <span class="muted">(${depends[ctx.lang]})</span>`}
        </li>`,
    )}
  </ul>`;
}

function notOnline(ctx: PageContext): Html {
  return banner(ctx.lang, {
    tone: 'soon',
    body: {
      vi: `Thủ tục này chưa nhận hồ sơ trực tuyến. Bạn nộp tại Bộ phận Một cửa, hoặc gọi ${ctx.site.phone} để được hướng dẫn.`,
      en: `This procedure is not received online yet. File it at the one-stop desk, or call ${ctx.site.phone}.`,
    },
  });
}

async function beginning(ctx: PageContext, code: string, service: number | undefined): Promise<Html> {
  const { lang } = ctx;
  const here = encodeURIComponent(`/nop-ho-so/${code}`);
  if (!ctx.viewer)
    return html`<p class="lead">
        ${lang === 'vi' ? 'Bạn cần đăng nhập để hồ sơ được lưu và theo dõi trong tài khoản của bạn.' : 'Sign in, so that the dossier is kept and followed in your account.'}
      </p>
      ${await accountNeeded(ctx, service)}
      ${buttonGroup(
        linkButton(lang, {
          label: { vi: 'Đăng nhập để bắt đầu', en: 'Sign in to begin' },
          href: `/dang-nhap?tiep=${here}`,
          kind: 'main',
        }),
        linkButton(lang, { label: { vi: 'Tạo tài khoản', en: 'Sign up' }, href: `/dang-ky?tiep=${here}` }),
      )}`;
  const { drafts } = await ctx.run('services.list-drafts', { procedure: code });
  const lacks = await lacking(ctx, service);
  const held = (ctx.principal.authorities ?? []).filter((one) => one.acts.includes('file'));
  const label = drafts.length > 0 ? { vi: 'Bắt đầu hồ sơ mới', en: 'Begin a new one' } : { vi: 'Bắt đầu', en: 'Begin' };
  return html`${
    drafts.length > 0 &&
    banner(lang, {
      title: { vi: 'Bạn đang làm dở', en: 'You have begun' },
      body: html`<ul>
        ${drafts.map(
          (draft) =>
            html`<li>
              <a href="/nop-ho-so/${code}/${draft.id}">${lang === 'vi' ? 'Làm tiếp bản nháp' : 'Go on with the draft'}</a>
              <span class="muted">${lang === 'vi' ? 'lưu lúc' : 'saved'} ${formatDateTime(draft.updatedAt)}</span> ·
              <a href="/nop-ho-so/${code}/${draft.id}/xoa">${lang === 'vi' ? 'Xóa' : 'Delete'}</a>${forWhom(lang, draft)}
            </li>`,
        )}
      </ul>`,
    })
  }${
    lacks ??
    form(lang, {
      action: `/nop-ho-so/${code}`,
      key: ctx.formKey,
      body: html`${
        held.length > 0 &&
        radios(lang, {
          name: 'thay',
          label: { vi: 'Bạn nộp cho ai?', en: 'Whom do you file for?' },
          value: ctx.principal.actsFor?.id ?? '',
          choices: [
            {
              value: '',
              label: { vi: 'Cho tôi, hoặc cho một người khác', en: 'For myself, or for another person' },
            },
            ...held.map((one) => ({ value: one.id, label: one.name, hint: authorityKinds[one.kind] })),
          ],
        })
      }${buttonGroup(button(lang, { label, kind: drafts.length > 0 ? 'secondary' : 'main' }))}`,
    })
  }`;
}

const begin = post({
  path: '/nop-ho-so/:code',
  title,
  may: 'signed-in',
  async run(ctx) {
    const authority = typed(ctx, 'thay');
    const { id, page: first } = await ctx.run('services.open-draft', {
      procedure: ctx.params['code']!,
      ...(authority && { authority }),
    });
    return redirect(`/nop-ho-so/${ctx.params['code']}/${id}/${first}`);
  },
});

export const startPages = [start, begin];
