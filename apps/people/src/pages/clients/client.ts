import { may, page, type PageContext, type PageResult, post, redirect, show, type Text } from '@dinh/kernel';
import {
  button,
  details,
  emptyState,
  form,
  formatDateTime,
  html,
  type Html,
  linkButton,
  panel,
  select,
  summaryList,
  table,
  tag,
  textarea,
  textInput,
  warning,
} from '@dinh/ui';
import type { Static } from 'typebox';
import { viewClient } from '../../queries/clients.ts';
import { unitTree } from '../../queries/units.ts';
import { hiddenKey, refusedSummary, screen, states, typed } from '../frame.ts';
import { clientFields, said } from './register.ts';
import { clientKinds, keyKinds, methods, path, permissionsOf, reaches, title } from './words.ts';

type Found = Static<typeof viewClient.output>;
type Key = Found['keys'][number];
type Permission = Found['permissions'][number];

export const clientPage = page({
  path: `${path}/:id`,
  title,
  may: 'identity.manage-client',
  run: async (ctx) => show(await clientScreen(ctx)),
});

const idOf = (ctx: PageContext): string => ctx.params['id'] ?? '';

/** The acts on a client, each its own address; a refused one shows the page again with the reason. */
const acts: Record<string, (ctx: PageContext, id: string) => Promise<unknown>> = {
  sua: (ctx, id) => ctx.run('identity.edit-client', { id, ...said(ctx) }),
  'thu-hoi-khoa': (ctx) => ctx.run('identity.revoke-client-key', { key: typed(ctx, 'key') ?? '' }),
  'tam-ngung': (ctx, id) => ctx.run('identity.suspend-client', { id, reason: typed(ctx, 'reason') ?? '' }),
  'hoat-dong-lai': (ctx, id) => ctx.run('identity.resume-client', { id }),
  dong: (ctx, id) => ctx.run('identity.close-client', { id, reason: typed(ctx, 'reason') ?? '' }),
  'thu-hoi-ma': (ctx, id) => ctx.run('identity.revoke-client-tokens', { id }),
  'giao-quyen': async (ctx, id) => {
    const { permissions } = (await ctx.run(viewClient, { id })) as Found;
    const scope = typed(ctx, 'scope') as 'unit';
    const unit = scope === ('all' as string) ? null : Number(typed(ctx, 'unit') ?? 0) || null;
    await setPermissions(ctx, id, [
      ...permissions,
      { permission: typed(ctx, 'permission') ?? '', scope, unitId: unit },
    ]);
  },
  'bo-quyen': async (ctx, id) => {
    const { permissions } = (await ctx.run(viewClient, { id })) as Found;
    await setPermissions(
      ctx,
      id,
      permissions.filter((one) => keyOf(one) !== typed(ctx, 'which')),
    );
  },
};

const keyOf = (one: Omit<Permission, 'unit'>): string => `${one.permission} ${one.scope} ${one.unitId ?? ''}`;

function setPermissions(
  ctx: PageContext,
  id: string,
  all: readonly Omit<Permission, 'unit'>[],
): Promise<unknown> {
  const permissions = all.map(({ permission, scope, unitId }) => ({
    permission,
    scope: scope as 'unit',
    unit: unitId,
  }));
  return ctx.run('identity.set-client-permissions', { id, permissions });
}

export const clientPosts = Object.entries(acts).map(([name, act]) =>
  post({
    path: `${path}/:id/${name}`,
    title,
    may: 'identity.manage-client',
    async run(ctx) {
      try {
        await act(ctx, idOf(ctx));
        return redirect(`${path}/${idOf(ctx)}`);
      } catch (error) {
        return show(await clientScreen(ctx, refusedSummary(ctx, error)), 422);
      }
    },
  }),
);

/** A further key; a secret is told once, on the page that answers, and stands nowhere else. */
export const clientKeyPost = post({
  path: `${path}/:id/them-khoa`,
  title,
  may: 'identity.manage-client',
  async run(ctx): Promise<PageResult> {
    const { lang } = ctx;
    const back = `${path}/${idOf(ctx)}`;
    try {
      const key = typed(ctx, 'key');
      const added = await ctx.run('identity.add-client-key', {
        client: idOf(ctx),
        days: Number(typed(ctx, 'days') ?? 365),
        ...(key && { key }),
      });
      if (added.secret === null) return redirect(back);
      const done: Text = { vi: 'Đã tạo mã bí mật', en: 'A secret is made' };
      return show(
        screen(ctx, {
          title: done,
          main: html`${panel(lang, { title: done })}
            ${summaryList(lang, [
              {
                label: { vi: 'Mã (client_id)', en: 'Identifier (client_id)' },
                value: html`<code>${idOf(ctx)}</code>`,
              },
              {
                label: { vi: 'Mã bí mật (client_secret)', en: 'Secret (client_secret)' },
                value: html`<code>${added.secret}</code>`,
              },
              { label: { vi: 'Dùng được đến', en: 'Good until' }, value: formatDateTime(added.validTo) },
            ])}
            ${warning(lang, {
              vi: 'Chỉ hiện một lần. Hãy chép ngay vào nơi giữ bí mật của hệ thống; đừng gửi qua thư hay tin nhắn.',
              en: 'It is shown this once. Copy it to where the system keeps its secrets; do not send it by mail or message.',
            })}
            ${linkButton(lang, { href: back, label: { vi: 'Xong', en: 'Done' } })}`,
        }),
      );
    } catch (error) {
      return show(await clientScreen(ctx, refusedSummary(ctx, error)), 422);
    }
  },
});

async function clientScreen(ctx: PageContext, summary?: Html): Promise<Html> {
  const { lang } = ctx;
  const found = (await ctx.run(viewClient, { id: idOf(ctx) })) as Found;
  const { client } = found;
  const name = client.name[lang];
  const list = (all: readonly string[]) =>
    all.length > 0 ? all.map((one) => html`<div>${one}</div>`) : undefined;
  return screen(ctx, {
    title: name,
    wrong: summary !== undefined,
    breadcrumbs: [{ label: title, href: path }, { label: name }],
    main: html`${summary}
      <h1>${name} ${client.state !== 'active' && tag(lang, 'stopped', states[client.state])}</h1>
      ${summaryList(
        lang,
        [
          {
            label: { vi: 'Mã (client_id)', en: 'Identifier (client_id)' },
            value: html`<code>${client.id}</code>`,
          },
          { label: { vi: 'Loại', en: 'Kind' }, value: clientKinds[client.kind] },
          { label: { vi: 'Xác thực bằng', en: 'Proves itself by' }, value: methods[client.authMethod] },
          {
            label: { vi: 'Đơn vị chịu trách nhiệm', en: 'Unit that answers for it' },
            value: client.unit?.[lang],
          },
          { label: { vi: 'Người phụ trách', en: 'Looked after by' }, value: client.contact },
          {
            label: { vi: 'Địa chỉ quay lại', en: 'Addresses to come back to' },
            value: list(client.redirectUris),
          },
          {
            label: { vi: 'Phạm vi', en: 'Scopes' },
            value: client.kind === 'application' ? client.scopes.join(' ') : undefined,
          },
          {
            label: { vi: 'Dùng lần cuối', en: 'Last used' },
            value: client.lastUsedAt ? formatDateTime(client.lastUsedAt) : { vi: 'Chưa dùng', en: 'Never' },
          },
        ].filter(({ value }) => value !== undefined && value !== null),
        { dense: true },
      )}
      ${client.authMethod !== 'none' && keySection(ctx, found)}
      ${client.kind === 'machine' && (await permissionSection(ctx, found))} ${await stateSection(ctx, found)}
      ${
        may(ctx.principal, 'audit.view-trail') &&
        html`<p>
          <a href="/quan-tri/nhat-ky?doi-tuong=client:${client.id}">${{ vi: 'Nhật ký của ứng dụng, hệ thống này', en: 'Its audit trail' }[lang]}</a>
        </p>`
      }`,
  });
}

const act = (ctx: PageContext, name: string, body: Html): Html =>
  form(ctx.lang, { action: `${path}/${idOf(ctx)}/${name}`, body: html`${hiddenKey(ctx)}${body}` });

function keySection(ctx: PageContext, { client, keys }: Found): Html {
  const { lang, now } = ctx;
  const state = (key: Key) =>
    key.revokedAt
      ? tag(lang, 'stopped', { vi: 'Đã thu hồi', en: 'Revoked' })
      : key.validTo <= now
        ? tag(lang, 'stopped', { vi: 'Hết hạn', en: 'Ended' })
        : key.validTo.getTime() - now.getTime() < 30 * 24 * 3_600_000
          ? tag(lang, 'soon', { vi: 'Sắp hết hạn', en: 'Ends soon' })
          : tag(lang, 'done', { vi: 'Dùng được', en: 'Good' });
  const bySecret = client.authMethod === 'client_secret_basic';
  return html`${table<Key>(lang, {
    caption: { vi: 'Khóa', en: 'Keys' },
    dense: true,
    rows: keys,
    columns: [
      { key: 'kind', label: { vi: 'Loại', en: 'Kind' }, cell: (k) => keyKinds[k.kind]?.[lang] },
      {
        key: 'label',
        label: { vi: 'Nhận biết', en: 'Told apart by' },
        grow: true,
        cell: (k) => html`<code>${k.label}</code>`,
      },
      { key: 'to', label: { vi: 'Đến', en: 'Until' }, cell: (k) => formatDateTime(k.validTo) },
      { key: 'state', label: { vi: 'Tình trạng', en: 'State' }, cell: state },
      {
        key: 'act',
        label: { vi: 'Thao tác', en: 'Act' },
        cell: (k) =>
          !k.revokedAt &&
          k.validTo > now &&
          details(lang, {
            summary: { vi: 'Thu hồi', en: 'Revoke' },
            body: act(
              ctx,
              'thu-hoi-khoa',
              html`<input type="hidden" name="key" value="${k.id}" />
                  <p>${{ vi: 'Ngừng dùng được ngay, không lấy lại được.', en: 'It stops at once and cannot be taken back.' }[lang]}</p>
                  ${button(lang, { kind: 'danger', label: { vi: 'Thu hồi khóa này', en: 'Revoke this key' } })}`,
            ),
          }),
      },
    ],
    empty: emptyState(lang, {
      title: { vi: 'Chưa có khóa', en: 'No key yet' },
      body: { vi: 'Chưa có khóa thì chưa xác thực được.', en: 'Without one it cannot prove itself.' },
    }),
  })}
    ${
      client.state !== 'closed' &&
      details(lang, {
        summary: { vi: 'Thêm khóa', en: 'Add a key' },
        body: act(
          ctx,
          'them-khoa',
          html`<p class="hint">
              ${
                {
                  vi: 'Khóa cũ vẫn dùng được: thêm khóa mới, đổi trên hệ thống, rồi thu hồi khóa cũ.',
                  en: 'The old one stays good: add the new one, change over, then revoke the old one.',
                }[lang]
              }
            </p>
            ${
              !bySecret &&
              textarea(lang, {
                name: 'key',
                label:
                  client.authMethod === 'private_key_jwt'
                    ? { vi: 'Khóa công khai (PEM hoặc JWK)', en: 'Public key (PEM or JWK)' }
                    : { vi: 'Chứng thư (PEM)', en: 'Certificate (PEM)' },
                rows: 6,
              })
            }
            ${textInput(lang, { name: 'days', label: { vi: 'Dùng được trong (ngày)', en: 'Good for (days)' }, value: '365', attributes: { inputmode: 'numeric' } })}
            ${button(lang, { label: bySecret ? { vi: 'Tạo mã bí mật', en: 'Make a secret' } : { vi: 'Thêm khóa', en: 'Add the key' } })}`,
        ),
      })
    }`;
}

async function permissionSection(ctx: PageContext, { permissions }: Found): Promise<Html> {
  const { lang } = ctx;
  const known = permissionsOf(ctx.app);
  const says = (permission: string) => (known.get(permission) ?? []).map((text) => text[lang]).join(' · ');
  const { units } = await ctx.run(unitTree, {});
  return html`${table<Permission>(lang, {
    caption: { vi: 'Quyền', en: 'Permissions' },
    dense: true,
    rows: permissions,
    columns: [
      {
        key: 'permission',
        label: { vi: 'Được làm', en: 'May do' },
        grow: true,
        cell: (p) => html`${says(p.permission)}<br /><small><code>${p.permission}</code></small>`,
      },
      {
        key: 'scope',
        label: { vi: 'Đến đâu', en: 'How far' },
        cell: (p) => html`${p.unit?.[lang]} ${reaches[p.scope as 'unit'][lang]}`,
      },
      {
        key: 'act',
        label: { vi: 'Thao tác', en: 'Act' },
        cell: (p) =>
          act(
            ctx,
            'bo-quyen',
            html`<input type="hidden" name="which" value="${keyOf(p)}" />${button(lang, { kind: 'quiet', label: { vi: 'Bỏ', en: 'Remove' } })}`,
          ),
      },
    ],
    empty: emptyState(lang, {
      title: { vi: 'Chưa có quyền nào', en: 'No permission yet' },
      body: { vi: 'Chỉ giao những quyền hệ thống này cần.', en: 'Give it what it needs and no more.' },
    }),
  })}
    ${details(lang, {
      summary: { vi: 'Giao quyền', en: 'Give a permission' },
      body: act(
        ctx,
        'giao-quyen',
        html`${select(lang, {
          name: 'permission',
          label: { vi: 'Quyền', en: 'Permission' },
          value: typed(ctx, 'permission'),
          options: [...known.keys()].map((value) => ({
            value,
            label: `${value}: ${says(value)}`.slice(0, 140),
          })),
        })}
        ${select(lang, {
          name: 'scope',
          label: { vi: 'Đến đâu', en: 'How far' },
          value: typed(ctx, 'scope'),
          options: Object.entries(reaches).map(([value, label]) => ({ value, label })),
        })}
        ${select(lang, {
          name: 'unit',
          label: { vi: 'Đơn vị', en: 'Unit' },
          optional: true,
          value: typed(ctx, 'unit'),
          options: units.map((u: { id: number; name: Text }) => ({ value: String(u.id), label: u.name })),
        })}
        ${button(lang, { label: { vi: 'Giao quyền', en: 'Give it' } })}`,
      ),
    })}`;
}

async function stateSection(ctx: PageContext, { client }: Found): Promise<Html | undefined> {
  const { lang } = ctx;
  if (client.state === 'closed') return undefined;
  const reason = (id: string) =>
    textarea(lang, { id, name: 'reason', rows: 2, label: { vi: 'Lý do', en: 'Reason' } });
  const known = {
    nameVi: client.name.vi,
    nameEn: client.name.en,
    unit: client.unitId === null ? undefined : String(client.unitId),
    contact: client.contact ?? undefined,
    redirectUris: client.redirectUris.join('\n'),
    postLogoutRedirectUris: client.postLogoutRedirectUris.join('\n'),
    backchannelLogoutUri: client.backchannelLogoutUri ?? undefined,
    frontchannelLogoutUri: client.frontchannelLogoutUri ?? undefined,
    scopes: client.scopes.join(' '),
    trusted: client.consent ? 'no' : 'yes',
  };
  return html`<h2>${{ vi: 'Quản lý', en: 'Looking after it' }[lang]}</h2>
    ${details(lang, {
      summary: { vi: 'Sửa thông tin', en: 'Change its details' },
      body: act(
        ctx,
        'sua',
        html`${await clientFields(ctx, client.kind, known)}${button(lang, { label: { vi: 'Lưu', en: 'Save' } })}`,
      ),
    })}
    ${
      client.state === 'active' &&
      html`${details(lang, {
        summary: { vi: 'Thu hồi mọi mã truy cập', en: 'Revoke all its tokens' },
        body: act(
          ctx,
          'thu-hoi-ma',
          html`<p>
              ${
                {
                  vi: 'Mọi mã đã cấp hết giá trị ngay; người dùng phải đăng nhập lại vào ứng dụng.',
                  en: 'All that were given out are worth nothing at once; people sign in to it again.',
                }[lang]
              }
            </p>
            ${button(lang, { kind: 'danger', label: { vi: 'Thu hồi mọi mã', en: 'Revoke all' } })}`,
        ),
      })}
      ${details(lang, {
        summary: { vi: 'Tạm ngừng', en: 'Suspend' },
        body: act(
          ctx,
          'tam-ngung',
          html`${reason('reason-suspend')}${button(lang, { kind: 'danger', label: { vi: 'Tạm ngừng', en: 'Suspend' } })}`,
        ),
      })}`
    }
    ${client.state === 'suspended' && act(ctx, 'hoat-dong-lai', button(lang, { label: { vi: 'Cho hoạt động lại', en: 'Resume' } }))}
    ${details(lang, {
      summary: { vi: 'Đóng hẳn', en: 'Close for good' },
      body: act(
        ctx,
        'dong',
        html`<p>${{ vi: 'Không mở lại được; mã không dùng lại được.', en: 'It cannot be opened again, nor its identifier be used again.' }[lang]}</p>
          ${reason('reason-close')}${button(lang, { kind: 'danger', label: { vi: 'Đóng hẳn', en: 'Close for good' } })}`,
      ),
    })}`;
}
