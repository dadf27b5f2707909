/** The parts of the page of an application or system: its keys and its permissions. */
import type { PageContext } from '@dinh/kernel';
import {
  button,
  details,
  emptyState,
  type Filled,
  form,
  fresh,
  formatDateTime,
  html,
  type Html,
  select,
  table,
  tag,
  textarea,
  textInput,
} from '@dinh/ui';
import type { Static } from 'typebox';
import type { viewClient } from '../../queries/clients.ts';
import { unitTree } from '../../queries/units.ts';
import { hiddenKey, refusedAt, typed, unitOptions } from '../frame.ts';
import { keyKinds, path, permissionsOf, reaches } from './words.ts';

export type Found = Static<typeof viewClient.output>;
type Key = Found['keys'][number];
export type Permission = Found['permissions'][number];

export const idOf = (ctx: PageContext): string => ctx.params['id'] ?? '';

export const keyOf = (one: Omit<Permission, 'unit'>): string => `${one.permission} ${one.scope} ${one.unitId ?? ''}`;

/** A form of one act on the client. */
export const act = (ctx: PageContext, name: string, body: Html): Html =>
  form(ctx.lang, { action: `${path}/${idOf(ctx)}/${name}`, body: html`${hiddenKey(ctx)}${body}` });

/** The form of an act as it stands: with what was typed and what is wrong where it is the one that was refused. */
export const filledOf = (ctx: PageContext, name: string, refused: Filled | undefined): Filled =>
  refused && refusedAt(ctx, `${path}/${idOf(ctx)}/${name}`) ? refused : fresh();

/** Which state of the client the form was drawn from. */
export const seenOf = ({ client }: Found): Html => html`<input type="hidden" name="revision" value="${client.revision}" />`;
export const seenBy = (ctx: PageContext): { revision?: number } => {
  const revision = Number(typed(ctx, 'revision'));
  return Number.isInteger(revision) && revision > 0 ? { revision } : {};
};

export function keySection(ctx: PageContext, { client, keys }: Found, refused?: Filled): Html {
  const { lang, now } = ctx;
  const adding = filledOf(ctx, 'them-khoa', refused);
  // What should never have been pasted does not come back in the page.
  const pasted = /PRIVATE KEY|"d"/.test(adding.value('key') ?? '') ? undefined : adding.value('key');
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
        open: adding.wrong,
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
                value: pasted,
                error: adding.error('key'),
              })
            }
            ${textInput(lang, { name: 'days', label: { vi: 'Dùng được trong (ngày)', en: 'Good for (days)' }, value: adding.value('days') ?? '365', error: adding.error('days'), attributes: { inputmode: 'numeric' } })}
            ${button(lang, { label: bySecret ? { vi: 'Tạo mã bí mật', en: 'Make a secret' } : { vi: 'Thêm khóa', en: 'Add the key' } })}`,
        ),
      })
    }`;
}

export async function permissionSection(ctx: PageContext, found: Found, refused?: Filled): Promise<Html> {
  const { lang } = ctx;
  const { permissions } = found;
  const giving = filledOf(ctx, 'giao-quyen', refused);
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
            html`${seenOf(found)}<input type="hidden" name="which" value="${keyOf(p)}" />${button(lang, { kind: 'quiet', label: { vi: 'Bỏ', en: 'Remove' } })}`,
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
      open: giving.wrong,
      body: act(
        ctx,
        'giao-quyen',
        html`${seenOf(found)}${select(lang, {
          name: 'permission',
          label: { vi: 'Quyền', en: 'Permission' },
          value: giving.value('permission'),
          options: [...known.keys()].map((value) => ({
            value,
            label: `${value}: ${says(value)}`.slice(0, 140),
          })),
        })}
        ${select(lang, {
          name: 'scope',
          label: { vi: 'Đến đâu', en: 'How far' },
          value: giving.value('scope'),
          options: Object.entries(reaches).map(([value, label]) => ({ value, label })),
        })}
        ${select(lang, {
          name: 'unit',
          id: 'permission-unit',
          label: { vi: 'Đơn vị', en: 'Unit' },
          optional: true,
          value: giving.value('unit'),
          options: unitOptions(units),
        })}
        ${button(lang, { label: { vi: 'Giao quyền', en: 'Give it' } })}`,
      ),
    })}`;
}
