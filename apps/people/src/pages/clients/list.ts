import { page, type PageContext, type PageResult, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  filterBar,
  formatDate,
  formatDateTime,
  html,
  linkButton,
  linkLine,
  pagination,
  type SheetFormat,
  sheetFile,
  table,
  tag,
  everyRow,
} from '@dinh/ui';
import { listClients } from '../../queries/clients.ts';
import { asked, oneOf, screen, states, withQuery } from '../frame.ts';
import { clientKinds, methods, path, title } from './words.ts';
import { signingKeysPath, signingKeysTitle } from './signing-keys.ts';

interface Client {
  id: string;
  kind: keyof typeof clientKinds;
  name: Text;
  state: keyof typeof states;
  unit: Text | null;
  authMethod: string;
  keysEnd: Date | null;
  lastUsedAt: Date | null;
}

const labels = {
  name: { vi: 'Tên', en: 'Name' },
  id: { vi: 'Mã', en: 'Identifier' },
  kind: { vi: 'Loại', en: 'Kind' },
  unit: { vi: 'Đơn vị chịu trách nhiệm', en: 'Unit that answers for it' },
  method: { vi: 'Xác thực bằng', en: 'Proves itself by' },
  ends: { vi: 'Khóa hết hạn', en: 'Keys end' },
  used: { vi: 'Dùng lần cuối', en: 'Last used' },
  state: { vi: 'Tình trạng', en: 'State' },
};

function filters(ctx: PageContext) {
  const query = asked(ctx, 'q')?.slice(0, 120);
  const kind = oneOf(asked(ctx, 'loai'), ['application', 'machine'] as const);
  const state = oneOf(asked(ctx, 'trang-thai'), ['active', 'suspended', 'closed'] as const);
  return {
    ...(query && { query }),
    ...(kind && { kind }),
    ...(state && { state }),
    ...(asked(ctx, 'sap-het-han') && { endingWithin: 30 }),
    ...(asked(ctx, 'xep') === 'dung' && { sort: 'used' as const }),
  };
}

function addressOf(ctx: PageContext, more: Record<string, string | undefined>): string {
  const kept = Object.fromEntries(['q', 'loai', 'trang-thai', 'sap-het-han', 'xep'].map((name) => [name, asked(ctx, name)]));
  return withQuery(path, { ...kept, ...more });
}

const needsKey = (client: Client): boolean => client.authMethod !== 'none' && client.state === 'active';

export const clientsPage = page({
  path,
  title,
  may: 'identity.manage-client',
  async run(ctx) {
    const { lang } = ctx;
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheet(ctx, format);
    const after = asked(ctx, 'sau');
    const { clients, next } = await ctx.run(listClients, { ...filters(ctx), ...(after && { after }) });
    const soon = ctx.now.getTime() + 30 * 24 * 3_600_000;
    const ends = (client: Client) => {
      if (!needsKey(client)) return '';
      if (!client.keysEnd) return tag(lang, 'late', { vi: 'Chưa có khóa', en: 'No key' });
      const day = formatDate(client.keysEnd);
      return client.keysEnd.getTime() < soon ? tag(lang, 'soon', day) : day;
    };
    const options = (words: Record<string, Text>) => Object.entries(words).map(([value, label]) => ({ value, label }));
    return show(
      screen(ctx, {
        title,
        main: html`<h1>${title[lang]}</h1>
          <p class="hint">
            ${
              {
                vi: 'Ứng dụng để người dùng đăng nhập bằng tài khoản của tỉnh; hệ thống tự làm việc qua API bằng quyền được giao.',
                en: 'People sign in to applications with their account of the province; systems act by themselves at the API, with the permissions given to them.',
              }[lang]
            }
          </p>
          <p>${linkButton(lang, { href: `${path}/dang-ky`, label: { vi: 'Đăng ký', en: 'Register' } })}</p>
          ${linkLine(lang, [{ href: signingKeysPath, label: signingKeysTitle }])}
          ${filterBar(lang, {
            action: path,
            clear: path,
            key: '/',
            filters: [
              {
                name: 'q',
                label: { vi: 'Tên, mã', en: 'Name, identifier' },
                value: asked(ctx, 'q'),
                type: 'search',
              },
              { name: 'loai', label: labels.kind, value: asked(ctx, 'loai'), options: options(clientKinds) },
              {
                name: 'trang-thai',
                label: labels.state,
                value: asked(ctx, 'trang-thai'),
                options: options(states),
              },
              {
                name: 'sap-het-han',
                label: labels.ends,
                value: asked(ctx, 'sap-het-han'),
                options: [{ value: '1', label: { vi: 'Trong 30 ngày, hoặc chưa có', en: 'Within 30 days, or none' } }],
              },
              {
                name: 'xep',
                label: { vi: 'Sắp xếp', en: 'Order' },
                value: asked(ctx, 'xep'),
                none: { vi: 'Theo mã', en: 'By identifier' },
                options: [{ value: 'dung', label: { vi: 'Mới dùng trước', en: 'Last used first' } }],
              },
            ],
            actions: linkLine(lang, exportLinks(addressOf(ctx, {}))),
          })}
          ${table<Client>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            rows: clients as Client[],
            rowHref: (c) => `${path}/${c.id}`,
            columns: [
              { key: 'name', label: labels.name, grow: true, cell: (c) => c.name[lang] },
              { key: 'id', label: labels.id, cell: (c) => html`<code>${c.id}</code>` },
              { key: 'kind', label: labels.kind, cell: (c) => clientKinds[c.kind][lang] },
              { key: 'unit', label: labels.unit, grow: true, cell: (c) => c.unit?.[lang], minor: true },
              { key: 'ends', label: labels.ends, cell: ends },
              { key: 'used', label: labels.used, cell: (c) => c.lastUsedAt && formatDateTime(c.lastUsedAt) },
              {
                key: 'state',
                label: labels.state,
                cell: (c) => (c.state === 'active' ? '' : tag(lang, 'stopped', states[c.state])),
              },
            ],
            empty: emptyState(
              lang,
              ['q', 'loai', 'trang-thai', 'sap-het-han'].some((name) => asked(ctx, name))
                ? {
                    title: {
                      vi: 'Không có ứng dụng, hệ thống nào như vậy',
                      en: 'There is no such application or system',
                    },
                    body: { vi: 'Hãy bỏ bớt bộ lọc.', en: 'Clear some filters.' },
                  }
                : {
                    title: {
                      vi: 'Chưa có ứng dụng, hệ thống nào',
                      en: 'There is no application or system yet',
                    },
                    body: { vi: 'Bấm “Đăng ký” để thêm.', en: 'Press “Register” to add one.' },
                  },
            ),
          })}
          ${pagination(lang, { next: next ? addressOf(ctx, { sau: next }) : undefined, previous: after ? addressOf(ctx, {}) : undefined })}`,
      }),
    );
  },
});

function sheet(ctx: PageContext, format: SheetFormat): Promise<PageResult> {
  const { lang } = ctx;
  return sheetFile<Client>(ctx, format, {
    title,
    rows: everyClient(ctx),
    columns: [
      { label: labels.name, value: (c) => c.name[lang] },
      { label: labels.id, value: (c) => c.id },
      { label: labels.kind, value: (c) => clientKinds[c.kind][lang] },
      { label: labels.unit, value: (c) => c.unit?.[lang] },
      { label: labels.method, value: (c) => methods[c.authMethod]?.[lang] },
      { label: labels.ends, value: (c) => c.keysEnd && formatDate(c.keysEnd) },
      { label: labels.used, value: (c) => c.lastUsedAt && formatDateTime(c.lastUsedAt) },
      { label: labels.state, value: (c) => states[c.state][lang] },
    ],
  });
}

const everyClient = (ctx: PageContext): AsyncGenerator<Client> =>
  everyRow<Client, string>(async (after) => {
    const found = await ctx.run(listClients, { ...filters(ctx), limit: 1000, ...(after && { after }) });
    return { rows: found.clients, next: found.next };
  });
