import { page, type PageContext, type Text } from '@dinh/kernel';
import {
  type Child,
  emptyState,
  formatDate,
  formatDateTime,
  html,
  linkButton,
  pagination,
  searchBox,
  table,
  tag,
} from '@dinh/ui';
import { statusOf } from '../model/dossier-words.ts';
import { forWhom, screen, titleIn, withQuery } from './frame.ts';

const title: Text = { vi: 'Hồ sơ của tôi', en: 'My dossiers' };

interface Row {
  readonly reference: string;
  readonly code: string | null;
  readonly title: string;
  readonly titleEn: string | null;
  readonly ownerName: string;
  /** Who filed it for the owner. */
  readonly filedBy: string | null;
  readonly status: number;
  readonly submittedAt: Date;
  readonly dueAt: Date | null;
  readonly feeState: string;
  readonly unit: string;
}

/** Everything that the person has begun or filed. */
const myDossiers = page({
  path: '/ho-so',
  title,
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const cursor = ctx.query['tu'];
    const search = ctx.query['q']?.trim();
    const { rows, next } = (await ctx.run('one-stop.my-dossiers', {
      limit: 20,
      ...(cursor && { cursor }),
      ...(search && { search }),
    })) as { rows: Row[]; next: string | null };
    const { messages, unread } = await ctx.run('notify.my-messages', { limit: 1 });
    return screen(ctx, {
      title,
      wide: true,
      noSearch: true,
      breadcrumbs: [{ label: { vi: 'Trang chủ', en: 'Home' }, href: '/' }, { label: title }],
      main: html`<h1>${title[lang]}</h1>
        <p class="link-line">
          ${
            messages.length > 0 &&
            html`<span
              ><a href="/thong-bao">${lang === 'vi' ? 'Thông báo' : 'Messages'}</a>${unread > 0 && html` ${tag(lang, 'new', { vi: `${unread} chưa đọc`, en: `${unread} unread` })}`}</span
            >`
          }
          <a href="/kho-giay-to">${lang === 'vi' ? 'Kho giấy tờ của tôi' : 'My papers'}</a>
        </p>
        ${!cursor && !search && (await begun(ctx))}
        ${
          (rows.length > 0 || search) &&
          html`<h2>${lang === 'vi' ? 'Đã nộp' : 'Filed'}</h2>
            ${searchBox(lang, { action: '/ho-so', label: { vi: 'Tìm theo mã hoặc tên thủ tục', en: 'Find by code or name' }, value: search, visibleLabel: true })}`
        }
        ${table<Row>(lang, {
          caption: { vi: 'Hồ sơ đã nộp', en: 'Filed dossiers' },
          hideCaption: true,
          stack: true,
          rows,
          columns: [
            {
              key: 'title',
              label: { vi: 'Hồ sơ', en: 'Dossier' },
              cell: (row) =>
                html`<a href="/ho-so/${row.reference}">${titleIn(lang, row)}</a>
                  <div class="muted code">${row.code ?? row.reference}</div>`,
            },
            {
              key: 'owner',
              label: { vi: 'Chủ hồ sơ', en: 'Owner' },
              cell: (row) =>
                html`${row.ownerName}${
                  row.filedBy !== null &&
                  html`<div class="muted">
                    ${{ vi: `${row.filedBy} nộp thay`, en: `filed by ${row.filedBy}` }[lang]}
                  </div>`
                }`,
            },
            {
              key: 'filed',
              label: { vi: 'Ngày nộp', en: 'Filed' },
              cell: (row) => formatDate(row.submittedAt),
            },
            {
              key: 'due',
              label: { vi: 'Hẹn trả', en: 'Due' },
              cell: (row) =>
                row.dueAt && [5, 6].includes(row.status)
                  ? { vi: 'tạm dừng tính hạn', en: 'the clock stands' }[lang]
                  : row.dueAt
                    ? formatDate(row.dueAt)
                    : '—',
            },
            {
              key: 'status',
              label: { vi: 'Tình trạng', en: 'Status' },
              cell: (row) =>
                html`${tag(lang, statusOf(row.status).tone, statusOf(row.status).label)}${
                  row.feeState === 'due' &&
                  [1, 5].includes(row.status) &&
                  html`<div>${tag(lang, 'soon', { vi: 'Chưa nộp phí', en: 'Fee not paid' })}</div>`
                }`,
            },
          ],
          empty: emptyState(lang, {
            title: search
              ? { vi: 'Không có hồ sơ nào khớp', en: 'No dossier matches' }
              : { vi: 'Bạn chưa nộp hồ sơ nào', en: 'You have not filed a dossier yet' },
            body: {
              vi: 'Tìm thủ tục bạn cần, rồi chọn “Nộp trực tuyến”. Hồ sơ sẽ hiện ở đây để bạn theo dõi.',
              en: 'Find the procedure that you need and choose “File online”. The dossier will be here for you to follow.',
            },
            action: linkButton(lang, {
              label: { vi: 'Tìm thủ tục', en: 'Find a procedure' },
              href: '/tim-kiem',
              kind: 'main',
            }),
          }),
        })}
        ${(next || cursor) && pagination(lang, { ...(cursor && { previous: '/ho-so' }), ...(next && { next: withQuery('/ho-so', { tu: next, q: search }) }) })}`,
    });
  },
});

async function begun(ctx: PageContext): Promise<Child> {
  const { lang } = ctx;
  const { drafts } = await ctx.run('services.list-drafts', {});
  if (drafts.length === 0) return undefined;
  return html`<h2>${lang === 'vi' ? 'Đang làm dở' : 'Begun'}</h2>
    <ul class="cards">
      ${drafts.map(
        (draft) =>
          html`<li class="card">
            <a class="card-title" href="/nop-ho-so/${draft.procedure}/${draft.id}">${titleIn(lang, draft)}</a>
            ${forWhom(lang, draft)}
            <p class="card-meta">
              ${lang === 'vi' ? 'Lưu lúc' : 'Saved'} ${formatDateTime(draft.updatedAt)} ·
              <a href="/nop-ho-so/${draft.procedure}/${draft.id}/xoa"
                >${lang === 'vi' ? 'Xóa' : 'Delete'}<span class="visually-hidden"> ${titleIn(lang, draft)}</span></a
              >
            </p>
          </li>`,
      )}
    </ul>`;
}

export const myDossiersPages = [myDossiers];
