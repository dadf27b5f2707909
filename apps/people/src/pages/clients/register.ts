import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import { button, type Filled, form, fresh, html, type Html, radios, refusedForm, select, textarea, textInput } from '@dinh/ui';
import { unitTree } from '../../queries/units.ts';
import { hiddenKey, screen, typed, unitOptions } from '../frame.ts';
import { bindings, clientKinds, methods, path, title } from './words.ts';

const heading: Text = { vi: 'Đăng ký ứng dụng, hệ thống', en: 'Register an application or system' };

export const registerClientPage = page({
  path: `${path}/dang-ky`,
  title: heading,
  may: 'identity.manage-client',
  run: async (ctx) => show(await registerScreen(ctx, fresh())),
});

export const registerClientPost = post({
  path: `${path}/dang-ky`,
  title: heading,
  may: 'identity.manage-client',
  async run(ctx) {
    try {
      const id = typed(ctx, 'id') ?? '';
      await ctx.run('identity.register-client', {
        id,
        kind: typed(ctx, 'kind') as 'machine',
        authMethod: typed(ctx, 'authMethod') as 'private_key_jwt',
        ...said(ctx, typed(ctx, 'kind')),
        name: { vi: typed(ctx, 'nameVi') ?? '', en: typed(ctx, 'nameEn') ?? typed(ctx, 'nameVi') ?? '' },
      });
      return redirect(`${path}/${id}`);
    } catch (error) {
      return show(await registerScreen(ctx, refusedForm(ctx, error, askFor, fieldOf)), 422);
    }
  },
});

export const askFor: Record<string, Text> = {
  id: {
    vi: 'Mã gồm chữ thường không dấu, số và gạch nối, từ 3 ký tự.',
    en: 'The identifier has small letters, digits and hyphens, three or more.',
  },
  nameVi: { vi: 'Hãy nhập tên.', en: 'Type the name.' },
  contact: { vi: 'Hãy nhập đúng địa chỉ thư điện tử.', en: 'Type an e-mail address.' },
  reason: { vi: 'Hãy nhập lý do.', en: 'Type the reason.' },
  days: { vi: 'Hãy nhập số ngày, từ 1 đến 1100.', en: 'Type a number of days, from 1 to 1100.' },
};

/** The field of the form for one of the operation. The English name is the Vietnamese one where none was typed. */
export const fieldOf = (path: string): string => (path.startsWith('name') ? 'nameVi' : path.replace(/\[.*$|\/\d+$/, ''));

/** What both forms, of a new and of a known client, say of it: of a machine not what was typed for an application before it was chosen. */
export function said(ctx: PageContext, kind?: string) {
  const unit = Number(typed(ctx, 'unit') ?? 0);
  return {
    ...(typed(ctx, 'nameVi') && {
      name: { vi: typed(ctx, 'nameVi')!, en: typed(ctx, 'nameEn') ?? typed(ctx, 'nameVi')! },
    }),
    unit: unit > 0 ? unit : null,
    contact: typed(ctx, 'contact') ?? null,
    ...(typed(ctx, 'boundTokens') && { boundTokens: typed(ctx, 'boundTokens') as 'dpop' }),
    ...(kind !== 'machine' && ofApplication(ctx)),
  };
}

function ofApplication(ctx: PageContext) {
  const lines = (name: string) => (typed(ctx, name) ?? '').split(/\s+/).filter(Boolean);
  return {
    redirectUris: lines('redirectUris'),
    postLogoutRedirectUris: lines('postLogoutRedirectUris'),
    backchannelLogoutUri: typed(ctx, 'backchannelLogoutUri') ?? null,
    frontchannelLogoutUri: typed(ctx, 'frontchannelLogoutUri') ?? null,
    ...(typed(ctx, 'scopes') && { scopes: lines('scopes') }),
    consent: typed(ctx, 'trusted') !== 'yes',
  };
}

/** What stands in the form: what was typed, else what is known. */
export interface Shown {
  readonly nameVi?: string;
  readonly nameEn?: string;
  readonly unit?: string;
  readonly contact?: string;
  readonly redirectUris?: string;
  readonly postLogoutRedirectUris?: string;
  readonly backchannelLogoutUri?: string;
  readonly frontchannelLogoutUri?: string;
  readonly scopes?: string;
  readonly trusted?: string;
  readonly boundTokens?: string;
}

/** The fields that can be changed later, too. */
export async function clientFields(ctx: PageContext, kind: string | undefined, filled: Filled, known: Shown = {}): Promise<Html> {
  const { lang } = ctx;
  const { units } = await ctx.run(unitTree, {});
  const value = (name: keyof Shown) => filled.value(name) ?? (filled.wrong ? undefined : known[name]);
  const field = (name: keyof Shown, label: Text, hint?: Text) =>
    textInput(lang, {
      name,
      label,
      hint,
      value: value(name),
      error: filled.error(name),
      optional: true,
      spellcheck: false,
      maxLength: 2000,
    });
  const several = (name: keyof Shown, label: Text, hint: Text) =>
    textarea(lang, {
      name,
      label,
      hint,
      value: value(name),
      error: filled.error(name),
      optional: true,
      rows: 3,
    });
  const eachOnItsLine: Text = { vi: 'Mỗi dòng một địa chỉ, https.', en: 'One https address to a line.' };
  return html`${textInput(lang, { name: 'nameVi', label: { vi: 'Tên', en: 'Name in Vietnamese' }, value: value('nameVi'), error: filled.error('nameVi'), maxLength: 200 })}
    ${textInput(lang, { name: 'nameEn', label: { vi: 'Tên tiếng Anh', en: 'Name in English' }, value: value('nameEn'), maxLength: 200, optional: true })}
    ${select(lang, {
      name: 'unit',
      label: { vi: 'Đơn vị chịu trách nhiệm', en: 'Unit that answers for it' },
      optional: true,
      value: value('unit'),
      options: unitOptions(units),
    })}
    ${field(
      'contact',
      { vi: 'Thư điện tử của người phụ trách', en: 'E-mail of whoever looks after it' },
      { vi: 'Nơi nhận cảnh báo khóa sắp hết hạn.', en: 'Is told when a key is about to end.' },
    )}
    ${radios(lang, {
      name: 'boundTokens',
      label: { vi: 'Gắn mã truy cập với', en: 'Its tokens are bound' },
      hint: {
        vi: 'Mã bị lấy trộm thì vô dụng nếu không có khóa. Chỉ bỏ khi hệ thống chưa làm được.',
        en: 'A stolen token is of no use without the key. Leave it out only for what cannot do it yet.',
      },
      value: value('boundTokens') ?? 'dpop',
      choices: Object.entries(bindings).map(([value, label]) => ({ value, label })),
    })}
    ${
      kind !== 'machine' &&
      html`<div data-of="application">${several('redirectUris', { vi: 'Địa chỉ quay lại sau khi đăng nhập', en: 'Addresses to come back to' }, eachOnItsLine)}
      ${several('postLogoutRedirectUris', { vi: 'Địa chỉ quay lại sau khi đăng xuất', en: 'Addresses after signing out' }, eachOnItsLine)}
      ${field('backchannelLogoutUri', {
        vi: 'Địa chỉ nhận báo đăng xuất (máy chủ gọi)',
        en: 'Address that is told of a sign-out, by the server',
      })}
      ${field('frontchannelLogoutUri', {
        vi: 'Địa chỉ nhận báo đăng xuất (trình duyệt gọi)',
        en: 'Address that is told of a sign-out, in the browser',
      })}
      ${several(
        'scopes',
        { vi: 'Phạm vi được xin (scope)', en: 'Scopes that it may ask for' },
        {
          vi: 'Mặc định: openid profile. Còn có: email phone identity official business offline_access và tên các quyền.',
          en: 'openid profile unless said. Others: email phone identity official business offline_access, and names of permissions.',
        },
      )}
      ${radios(lang, {
        name: 'trusted',
        label: { vi: 'Hỏi người dùng trước khi cho phép', en: 'Ask people before it is allowed anything' },
        value: value('trusted') ?? 'no',
        choices: [
          { value: 'no', label: { vi: 'Hỏi', en: 'Ask' } },
          {
            value: 'yes',
            label: { vi: 'Không hỏi: ứng dụng của chính tỉnh', en: 'Do not ask: it is the province’s own' },
          },
        ],
      })}</div>`
    }`;
}

async function registerScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  return screen(ctx, {
    title: heading,
    wrong: filled.wrong,
    breadcrumbs: [{ label: title, href: path }, { label: heading }],
    main: html`${filled.summary}
      <h1>${heading[lang]}</h1>
      ${form(lang, {
        action: `${path}/dang-ky`,
        body: html`${hiddenKey(ctx)}
          ${radios(lang, {
            name: 'kind',
            label: { vi: 'Loại', en: 'Kind' },
            value: typed(ctx, 'kind') ?? 'machine',
            choices: [
              {
                value: 'machine',
                label: clientKinds.machine,
                hint: { vi: 'Tự làm việc qua API bằng quyền được giao', en: 'Acts by itself at the API' },
              },
              {
                value: 'application',
                label: clientKinds.application,
                hint: { vi: 'Người dùng đăng nhập bằng tài khoản của tỉnh', en: 'People sign in to it' },
              },
            ],
          })}
          ${textInput(lang, {
            name: 'id',
            label: { vi: 'Mã', en: 'Identifier' },
            hint: {
              vi: 'Chữ thường không dấu, số và gạch nối, như kho-du-lieu-so-xay-dung. Không đổi được về sau.',
              en: 'Small letters, digits and hyphens, such as kho-du-lieu-so-xay-dung. It cannot be changed later.',
            },
            value: filled.value('id'),
            error: filled.error('id'),
            maxLength: 63,
            spellcheck: false,
          })}
          ${radios(lang, {
            name: 'authMethod',
            label: { vi: 'Xác thực bằng', en: 'Proves itself by' },
            value: typed(ctx, 'authMethod') ?? 'private_key_jwt',
            choices: Object.entries(methods).map(([value, label]) => ({ value, label })),
          })}
          ${await clientFields(ctx, undefined, filled)} ${button(lang, { label: { vi: 'Đăng ký', en: 'Register' } })}`,
      })}`,
  });
}
