import { page, type PageContext, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  button,
  emptyState,
  exportLinks,
  filterBar,
  formatDateTime,
  html,
  linkLine,
  sheetFile,
  table,
  tag,
  withQuery,
} from '@dinh/ui';
import { nothingTyped } from './form.ts';
import { frame } from './security-frame.ts';
import { deviceName } from '../sign-in/device-name.ts';
import { enteredBy, ownSessionsPath as path, securityPath, type SessionLine } from './sessions.ts';
import { listed } from './upstream-links.ts';

const title: Text = { vi: 'Thiết bị đang đăng nhập', en: 'Devices that are signed in' };

const words = {
  device: { vi: 'Thiết bị', en: 'Device' },
  here: { vi: 'Thiết bị này', en: 'This device' },
  address: { vi: 'Địa chỉ mạng', en: 'Network address' },
  by: { vi: 'Đăng nhập bằng', en: 'Signed in by' },
  level: { vi: 'Mức bảo đảm', en: 'Level of assurance' },
  since: { vi: 'Từ lúc', en: 'Since' },
  last: { vi: 'Lần cuối', en: 'Last seen' },
  end: { vi: 'Đăng xuất thiết bị này', en: 'Sign this device out' },
  everywhere: { vi: 'Đăng xuất mọi thiết bị khác', en: 'Sign out all other devices' },
  find: { vi: 'Tìm theo địa chỉ hoặc trình duyệt', en: 'Find by address or browser' },
  none: { vi: 'Không có thiết bị nào như vậy', en: 'There is no such device' },
} satisfies Record<string, Text>;

/** One's own sessions: found, sorted, ended, taken along as a file and printed. There are a hundred at most, on one page. */
export const ownSessionsPage = page({
  path,
  title,
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const find = ctx.query['tim']?.trim().slice(0, 100) || undefined;
    const sort = ['seen', '-seen', 'created', '-created'].find((one) => one === ctx.query['xep']) ?? '-seen';
    const [{ sessions }, { providers }] = await Promise.all([
      ctx.run('identity.list-sessions', { ...(find && { find }), sort: sort as '-seen' }),
      listed(ctx),
    ]);
    const by = (row: SessionLine) => enteredBy(lang, row, providers);
    const format = askedFormat(ctx.query['dang']);
    if (format)
      return sheetFile<SessionLine>(ctx, format, {
        title,
        rows: sessions,
        columns: [
          { label: words.device, value: (row) => deviceName(row.agent) },
          { label: words.address, value: (row) => row.address },
          { label: words.by, value: by },
          { label: words.level, value: (row) => `AS-${row.level}` },
          { label: words.since, kind: 'moment', value: (row) => row.createdAt },
          { label: words.last, kind: 'moment', value: (row) => row.seenAt },
        ],
      });
    const address = withQuery(path, { tim: find, xep: ctx.query['xep'] });
    return show(
      frame(
        ctx,
        title,
        html`<h1>${title[lang]}</h1>
          ${filterBar(lang, {
            action: path,
            clear: path,
            ...(ctx.query['xep'] && { hidden: { xep: sort } }),
            filters: [{ name: 'tim', label: words.find, value: find ?? '', type: 'search' }],
            actions: linkLine(lang, exportLinks(address)),
          })}
          ${table<SessionLine>(lang, {
            caption: title,
            hideCaption: true,
            stack: true,
            rows: sessions,
            columns: [
              {
                key: 'device',
                label: words.device,
                cell: (row) => html`${deviceName(row.agent)} ${row.current && tag(lang, 'done', words.here)}`,
              },
              { key: 'address', label: words.address, cell: (row) => row.address ?? '' },
              {
                key: 'by',
                label: words.by,
                cell: (row) => html`${by(row)} · <span class="nowrap">AS-${row.level}</span>`,
              },
              {
                key: 'created',
                label: words.since,
                sortable: true,
                cell: (row) => formatDateTime(row.createdAt),
              },
              { key: 'seen', label: words.last, sortable: true, cell: (row) => formatDateTime(row.seenAt) },
              { key: 'end', label: { vi: 'Việc', en: 'Act' }, cell: (row) => endForm(ctx, row) },
            ],
            sort: {
              by: sort.replace('-', ''),
              direction: sort.startsWith('-') ? 'desc' : 'asc',
              href: (key, direction) => withQuery(path, { tim: find, xep: direction === 'desc' ? `-${key}` : key }),
            },
            empty: emptyState(lang, { title: words.none }),
          })}
          ${
            sessions.some((row) => !row.current) &&
            html`<form method="post" action="${securityPath}/ket-thuc-phien">
              ${button(lang, { kind: 'secondary', label: words.everywhere })}
            </form>`
          }`,
        nothingTyped,
        [],
        true,
      ),
    );
  },
});

function endForm({ lang }: PageContext, row: SessionLine) {
  if (row.current) return '';
  return html`<form method="post" action="${securityPath}/ket-thuc-phien">
    <input type="hidden" name="session" value="${row.id}" />${button(lang, { kind: 'quiet', label: words.end })}
  </form>`;
}
