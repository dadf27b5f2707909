import { page, type PageContext, show, type Text } from '@dinh/kernel';
import { banner, emptyState, filterBar, formatDate, html, linkLine, table, tag } from '@dinh/ui';
import { asked, screen } from '../frame.ts';

export const deskTitle: Text = { vi: 'Người đến quầy', en: 'Persons at the desk' };
export const deskPath = '/quan-tri/tai-quay';

interface Hit {
  id: string;
  name: string;
  idNumber: string | null;
  birthDate: string | null;
  phone: string | null;
  verifiedLevel: number;
  state: string;
}

/** Whoever comes with papers is found here: to be checked against them, to get a password, to have an authority recorded. */
export const deskPage = page({
  path: deskPath,
  title: deskTitle,
  may: 'people.register-person',
  run: async (ctx) => show(await deskScreen(ctx)),
});

async function deskScreen(ctx: PageContext) {
  const { lang } = ctx;
  const words = asked(ctx, 'q')?.slice(0, 120);
  const [{ persons }, { businesses }, { waiting }] = await Promise.all([
    words && words.length > 1 ? ctx.run('identity.find-person', { query: words, closed: true }) : { persons: [] },
    words && words.length > 1 ? ctx.run('identity.find-business', { query: words }) : { businesses: [] },
    ctx.run('identity.list-authority-claims', { limit: 1 }),
  ]);
  return screen(ctx, {
    title: deskTitle,
    main: html`${ctx.query['xong'] === 'da-mat' && banner(lang, { tone: 'done', body: { vi: 'Đã ghi nhận; tài khoản đã đóng.', en: 'It is recorded; the account is closed.' } })}
      <h1>${deskTitle[lang]}</h1>
      ${filterBar(lang, {
        action: deskPath,
        key: '/',
        filters: [
          {
            name: 'q',
            label: { vi: 'Số định danh, điện thoại hoặc tên', en: 'Identity number, phone or name' },
            value: words,
            type: 'search',
          },
        ],
        actions: linkLine(lang, [
          {
            href: `${deskPath}/dai-dien`,
            label: {
              vi: `Khai báo đại diện chờ xác nhận (${waiting})`,
              en: `Authorities to confirm (${waiting})`,
            },
          },
          { href: '/quan-tri/cap-mat-khau', label: { vi: 'Cấp mật khẩu', en: 'Issue a password' } },
        ]),
      })}
      ${
        words &&
        table<Hit>(lang, {
          caption: deskTitle,
          hideCaption: true,
          dense: true,
          rows: persons,
          rowHref: (p) => `${deskPath}/${p.state === 'closed' ? 'mo-lai' : 'nguoi'}/${p.id}`,
          columns: [
            { key: 'name', label: { vi: 'Họ và tên', en: 'Name' }, cell: (p) => p.name },
            { key: 'number', label: { vi: 'Số định danh', en: 'Identity number' }, cell: (p) => p.idNumber },
            {
              key: 'birth',
              label: { vi: 'Ngày sinh', en: 'Date of birth' },
              cell: (p) => p.birthDate && formatDate(p.birthDate),
            },
            { key: 'phone', label: { vi: 'Điện thoại', en: 'Telephone' }, cell: (p) => p.phone },
            {
              key: 'level',
              label: { vi: 'Xác minh', en: 'Verification' },
              cell: (p) =>
                p.state === 'closed'
                  ? tag(lang, 'stopped', { vi: 'Tài khoản đã đóng', en: 'Account closed' })
                  : levelTag(ctx, p.verifiedLevel),
            },
          ],
          empty: emptyState(lang, {
            title: { vi: 'Không có ai như vậy', en: 'There is nobody like that' },
            body: {
              vi: 'Hãy thử số định danh trên căn cước. Người chưa có trong hệ thống được ghi nhận khi nộp hồ sơ đầu tiên.',
              en: 'Try the identity number on the card. Whoever is not known yet is recorded with their first dossier.',
            },
          }),
        })
      }${businesses.length > 0 && businessTable(ctx, businesses)}`,
  });
}

interface Business {
  id: string;
  taxCode: string;
  name: string;
  phone: string | null;
}

function businessTable({ lang }: PageContext, rows: Business[]) {
  const caption: Text = { vi: 'Doanh nghiệp, tổ chức', en: 'Businesses and organisations' };
  return html`<h2>${caption[lang]}</h2>
    ${table<Business>(lang, {
      caption,
      hideCaption: true,
      dense: true,
      rows,
      rowHref: (b) => `${deskPath}/doanh-nghiep/${b.id}`,
      columns: [
        { key: 'name', label: { vi: 'Tên', en: 'Name' }, cell: (b) => b.name },
        { key: 'code', label: { vi: 'Mã số thuế', en: 'Tax code' }, cell: (b) => b.taxCode },
        { key: 'phone', label: { vi: 'Điện thoại', en: 'Telephone' }, cell: (b) => b.phone },
      ],
    })}`;
}

/** How sure the province is of who somebody is. */
export function levelTag({ lang }: PageContext, level: number) {
  if (level >= 2) return tag(lang, 'done', { vi: 'Định danh quốc gia', en: 'National identity' });
  if (level === 1) return tag(lang, 'done', { vi: 'Đã xem giấy tờ', en: 'Papers seen' });
  return tag(lang, 'waiting', { vi: 'Tự khai', en: 'As declared' });
}
