import { issuerOf } from '@dinh/identity';
import { may, page, type PageContext, type PageResult, post, redirect, show, type Text } from '@dinh/kernel';
import {
  button,
  details,
  type Filled,
  formatDateTime,
  html,
  type Html,
  linkButton,
  panel,
  refusedForm,
  summaryList,
  tag,
  textarea,
  warning,
} from '@dinh/ui';
import { viewClient } from '../../queries/clients.ts';
import { screen, states, typed } from '../frame.ts';
import {
  act,
  filledOf,
  type Found,
  idOf,
  keyOf,
  keySection,
  type Permission,
  permissionSection,
  seenBy,
  seenOf,
} from './client-parts.ts';
import { askFor, clientFields, fieldOf, said } from './register.ts';
import { bindings, clientKinds, methods, path, title } from './words.ts';

export const clientPage = page({
  path: `${path}/:id`,
  title,
  may: 'identity.manage-client',
  run: async (ctx) => show(await clientScreen(ctx)),
});

/** The acts on a client, each its own address; a refused one shows the page again with the reason. */
const acts: Record<string, (ctx: PageContext, id: string) => Promise<unknown>> = {
  sua: (ctx, id) => ctx.run('identity.edit-client', { id, ...seenBy(ctx), ...said(ctx) }),
  'thu-hoi-khoa': (ctx) => ctx.run('identity.revoke-client-key', { key: typed(ctx, 'key') ?? '' }),
  'tam-ngung': (ctx, id) => ctx.run('identity.suspend-client', { id, reason: typed(ctx, 'reason') ?? '' }),
  'hoat-dong-lai': (ctx, id) => ctx.run('identity.resume-client', { id }),
  dong: (ctx, id) => ctx.run('identity.close-client', { id, reason: typed(ctx, 'reason') ?? '' }),
  'thu-hoi-ma': (ctx, id) => ctx.run('identity.revoke-client-tokens', { id }),
  'giao-quyen': async (ctx, id) => {
    const { permissions } = (await ctx.run(viewClient, { id })) as Found;
    const scope = typed(ctx, 'scope') as 'unit';
    const unit = scope === ('all' as string) ? null : Number(typed(ctx, 'unit') ?? 0) || null;
    await setPermissions(ctx, id, [...permissions, { permission: typed(ctx, 'permission') ?? '', scope, unitId: unit }]);
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

function setPermissions(ctx: PageContext, id: string, all: readonly Omit<Permission, 'unit'>[]): Promise<unknown> {
  const permissions = all.map(({ permission, scope, unitId }) => ({
    permission,
    scope: scope as 'unit',
    unit: unitId,
  }));
  return ctx.run('identity.set-client-permissions', { id, ...seenBy(ctx), permissions });
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
        return show(await clientScreen(ctx, refusedForm(ctx, error, askFor, fieldOf)), 422);
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
      return show(await clientScreen(ctx, refusedForm(ctx, error, askFor, fieldOf)), 422);
    }
  },
});

async function clientScreen(ctx: PageContext, refused?: Filled): Promise<Html> {
  const { lang } = ctx;
  const found = (await ctx.run(viewClient, { id: idOf(ctx) })) as Found;
  const { client } = found;
  const name = client.name[lang];
  const { origin } = new URL(ctx.app.config.publicUrl);
  const list = (all: readonly string[]) => (all.length > 0 ? all.map((one) => html`<div>${one}</div>`) : undefined);
  return screen(ctx, {
    title: name,
    wrong: refused !== undefined,
    breadcrumbs: [{ label: title, href: path }, { label: name }],
    main: html`${refused?.summary}
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
            label: { vi: 'Mã truy cập gắn với', en: 'Its tokens are bound' },
            value: bindings[client.boundTokens as 'no'],
          },
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
            label: { vi: 'Cấu hình kết nối (OpenID, OAuth 2.0)', en: 'How to connect (OpenID, OAuth 2.0)' },
            value: html`<code>${issuerOf(ctx.app)}/.well-known/openid-configuration</code>`,
          },
          {
            label: { vi: 'API; cán bộ theo SCIM 2.0', en: 'API; officials by SCIM 2.0' },
            value: client.kind === 'machine' ? html`<code>${origin}/api</code> · <code>${origin}/scim/v2</code>` : undefined,
          },
          {
            label: { vi: 'Dùng lần cuối', en: 'Last used' },
            value: client.lastUsedAt ? formatDateTime(client.lastUsedAt) : { vi: 'Chưa dùng', en: 'Never' },
          },
        ].filter(({ value }) => value !== undefined && value !== null),
        { dense: true },
      )}
      ${client.authMethod !== 'none' && keySection(ctx, found, refused)}
      ${client.kind === 'machine' && (await permissionSection(ctx, found, refused))} ${await stateSection(ctx, found, refused)}
      ${
        may(ctx.principal, 'audit.view-trail') &&
        html`<p>
          <a href="/quan-tri/nhat-ky?doi-tuong=client:${client.id}">${{ vi: 'Nhật ký của ứng dụng, hệ thống này', en: 'Its audit trail' }[lang]}</a>
        </p>`
      }`,
  });
}

async function stateSection(ctx: PageContext, found: Found, refused: Filled | undefined): Promise<Html | undefined> {
  const { lang } = ctx;
  const { client } = found;
  if (client.state === 'closed') return undefined;
  const editing = filledOf(ctx, 'sua', refused);
  const stopping = (name: string, id: string) => {
    const filled = filledOf(ctx, name, refused);
    const reason = textarea(lang, {
      id,
      name: 'reason',
      rows: 2,
      label: { vi: 'Lý do', en: 'Reason' },
      value: filled.value('reason'),
      error: filled.error('reason'),
    });
    return { open: filled.wrong, reason };
  };
  const suspending = stopping('tam-ngung', 'reason-suspend');
  const closing = stopping('dong', 'reason-close');
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
    boundTokens: client.boundTokens,
  };
  return html`<h2>${{ vi: 'Quản lý', en: 'Looking after it' }[lang]}</h2>
    ${details(lang, {
      summary: { vi: 'Sửa thông tin', en: 'Change its details' },
      open: editing.wrong,
      body: act(
        ctx,
        'sua',
        html`${seenOf(found)}${await clientFields(ctx, client.kind, editing, known)}${button(lang, { label: { vi: 'Lưu', en: 'Save' } })}`,
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
        open: suspending.open,
        body: act(
          ctx,
          'tam-ngung',
          html`${suspending.reason}${button(lang, { kind: 'danger', label: { vi: 'Tạm ngừng', en: 'Suspend' } })}`,
        ),
      })}`
    }
    ${client.state === 'suspended' && act(ctx, 'hoat-dong-lai', button(lang, { label: { vi: 'Cho hoạt động lại', en: 'Resume' } }))}
    ${details(lang, {
      summary: { vi: 'Đóng hẳn', en: 'Close for good' },
      open: closing.open,
      body: act(
        ctx,
        'dong',
        html`<p>${{ vi: 'Không mở lại được; mã không dùng lại được.', en: 'It cannot be opened again, nor its identifier be used again.' }[lang]}</p>
          ${closing.reason}${button(lang, { kind: 'danger', label: { vi: 'Đóng hẳn', en: 'Close for good' } })}`,
      ),
    })}`;
}
