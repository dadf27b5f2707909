import { isUuid, type PageContext, type Text } from '@dinh/kernel';
import { deviceName, enteredBy } from '@dinh/identity';
import { button, buttonGroup, type Filled, form, html, type Html, type ListProps, tag, textInput, withQuery } from '@dinh/ui';
import { listSessions, type SessionRow } from '../queries/list-sessions.ts';
import { actingLead, actingList } from './acting-list.ts';
import { asked, hiddenKey, kinds, oneOf, options, typed } from './frame.ts';

export const sessionsPath = '/quan-tri/phien';
export const sessionsTitle: Text = { vi: 'Phiên đăng nhập', en: 'Sessions' };

const about: Text = {
  vi: 'Những thiết bị đang đăng nhập. Phiên bị kết thúc thì người đó phải đăng nhập lại; các ứng dụng vào bằng phiên ấy cũng bị đăng xuất. Lý do được ghi vào nhật ký.',
  en: 'Devices that are signed in now. Whose session is ended has to sign in again; applications entered by it are signed out too. The reason is kept in the audit trail.',
};

/** An id out of the address or out of the form that came back. */
function idOf(ctx: PageContext, name: string): string | undefined {
  const id = asked(ctx, name) ?? typed(ctx, name);
  return id !== undefined && isUuid(id) ? id : undefined;
}

/** Who is signed in now, from where and with what; one session or all of a person are ended with a reason. */
async function sessions(ctx: PageContext, filled: Filled): Promise<ListProps<SessionRow>> {
  const { lang } = ctx;
  const query = asked(ctx, 'q')?.slice(0, 120);
  const kind = oneOf(asked(ctx, 'loai'), ['citizen', 'business', 'official'] as const);
  const person = idOf(ctx, 'nguoi');
  const chosen = idOf(ctx, 'phien');
  const { providers } = await ctx.run('identity.list-upstreams', {});
  return {
    path: sessionsPath,
    title: sessionsTitle,
    wrong: filled.wrong,
    lead: actingLead(ctx, filled, about, person && chosen && endForm(ctx, filled, person, chosen)),
    filters: [
      {
        name: 'q',
        label: { vi: 'Tên, số định danh, điện thoại', en: 'Name, identity number, phone' },
        value: query ?? '',
        type: 'search',
      },
      {
        name: 'loai',
        label: { vi: 'Loại', en: 'Kind' },
        value: kind ?? '',
        options: options(kinds),
      },
      ...(person
        ? [
            {
              name: 'nguoi',
              label: { vi: 'Của', en: 'Of' },
              value: person,
              options: [{ value: person, label: { vi: 'Người đã chọn', en: 'The person chosen' } }],
            },
          ]
        : []),
    ],
    sort: '-seen',
    columns: [
      {
        key: 'name',
        label: { vi: 'Họ và tên', en: 'Name' },
        sortable: true,
        value: (s) => s.name,
        cell: (s) =>
          html`<a href="/quan-tri/nguoi/${s.person}">${s.name}</a> ${s.current && tag(lang, 'done', { vi: 'Phiên này', en: 'This one' })}`,
      },
      {
        key: 'kind',
        label: { vi: 'Loại', en: 'Kind' },
        value: (s) => kinds[s.kind as 'citizen']?.[lang],
        fileOnly: true,
      },
      { key: 'unit', label: { vi: 'Đơn vị', en: 'Unit' }, grow: true, value: (s) => s.unit?.[lang] },
      { key: 'device', label: { vi: 'Thiết bị', en: 'Device' }, value: (s) => deviceName(s.agent) },
      { key: 'address', label: { vi: 'Địa chỉ mạng', en: 'Network address' }, value: (s) => s.address },
      {
        key: 'by',
        label: { vi: 'Đăng nhập bằng', en: 'Signed in by' },
        value: (s) => `${enteredBy(lang, s, providers)} · AS-${s.level}`,
        minor: true,
      },
      {
        key: 'created',
        label: { vi: 'Từ lúc', en: 'Since' },
        kind: 'moment',
        sortable: true,
        value: (s) => s.createdAt,
        minor: true,
      },
      {
        key: 'seen',
        label: { vi: 'Lần cuối', en: 'Last seen' },
        kind: 'moment',
        sortable: true,
        value: (s) => s.seenAt,
      },
      {
        key: 'end',
        label: { vi: 'Thao tác', en: 'Act' },
        cell: (s) =>
          s.id === chosen
            ? tag(lang, 'waiting', { vi: 'Đã chọn', en: 'Chosen' })
            : html`<a href="${withQuery(sessionsPath, { nguoi: s.person, phien: s.id })}">${{ vi: 'Kết thúc', en: 'End' }[lang]}</a>`,
      },
    ],
    empty: {
      title: { vi: 'Không có phiên nào như vậy', en: 'There is no such session' },
      body: {
        vi: 'Người này không đăng nhập ở đâu, hoặc hãy bỏ bớt bộ lọc.',
        en: 'This person is signed in nowhere; or clear some filters.',
      },
    },
    async read({ after, limit, sort }) {
      const by = oneOf(sort?.replace(/^-/, ''), ['seen', 'created', 'name'] as const);
      const { sessions: rows, next } = await ctx.run(listSessions, {
        ...(query && { query }),
        ...(kind && { kind }),
        ...(person && { person }),
        ...(by && { sort: by, descending: sort!.startsWith('-') }),
        ...(after && { after }),
        ...(limit !== undefined && { limit }),
      });
      return { rows, next };
    },
  };
}

/** Asks why, above the list of the one person: one session ends, or all of them. */
function endForm(ctx: PageContext, filled: Filled, person: string, session: string): Html {
  const { lang } = ctx;
  return html`<div class="narrow">
    ${form(lang, {
      action: `${sessionsPath}/ket-thuc`,
      body: html`${hiddenKey(ctx)}<input type="hidden" name="nguoi" value="${person}" /><input type="hidden" name="phien" value="${session}" />
        ${textInput(lang, { name: 'reason', label: { vi: 'Lý do kết thúc', en: 'Why it is ended' }, value: filled.value('reason'), error: filled.error('reason') })}
        ${buttonGroup(
          button(lang, {
            kind: 'danger',
            name: 'which',
            value: 'one',
            label: { vi: 'Kết thúc phiên đã chọn', en: 'End the session chosen' },
          }),
          button(lang, {
            kind: 'secondary',
            name: 'which',
            value: 'all',
            label: { vi: 'Kết thúc mọi phiên của người này', en: 'End all of this person' },
          }),
        )}`,
    })}
  </div>`;
}

const sessionsList = actingList({
  path: sessionsPath,
  title: sessionsTitle,
  may: 'people.end-session',
  list: sessions,
  askFor: { reason: { vi: 'Hãy nhập lý do.', en: 'Type the reason.' } },
  kept: (ctx) => ({ nguoi: typed(ctx, 'nguoi') }),
});

const end = sessionsList.act('/ket-thuc', (ctx) =>
  ctx.run('identity.end-sessions-of', {
    person: typed(ctx, 'nguoi') ?? '',
    reason: typed(ctx, 'reason') ?? '',
    ...(typed(ctx, 'which') !== 'all' && { session: typed(ctx, 'phien') ?? '' }),
  }),
);

export const sessionPages = [sessionsList.page, end];
