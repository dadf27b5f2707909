import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  buttonGroup,
  form,
  formatDate,
  formatDateTime,
  html,
  type Html,
  linkButton,
  summaryList,
  tag,
  withQuery,
} from '@dinh/ui';
import { safeReturn, typed } from './form.ts';
import { frame, kindNames } from './security-frame.ts';
import { deviceName } from '../sign-in/device-name.ts';
import { securityPath, sessionSection } from './sessions.ts';
import { linkSection, listed } from './upstream-links.ts';

const title: Text = { vi: 'Bảo mật và đăng nhập', en: 'Security and signing in' };

const done: Record<string, Text> = {
  them: { vi: 'Đã thêm cách xác thực.', en: 'The way to sign in is added.' },
  go: {
    vi: 'Đã gỡ cách xác thực; các thiết bị khác đã đăng nhập bằng đúng cách này đã được đăng xuất; phiên vào bằng khóa hay ứng dụng khác thì còn, và danh sách ở cuối trang cho biết phiên nào vào bằng gì.',
    en: 'The way to sign in is removed; other devices that had signed in by this very one are signed out; sessions entered by another key or authenticator go on, and the list at the end of the page says which was entered by what.',
  },
  ten: { vi: 'Đã lưu tên mới.', en: 'The new name is saved.' },
  bat: { vi: 'Đã bật đăng nhập hai bước.', en: 'Signing in now takes two steps.' },
  tat: { vi: 'Đã tắt đăng nhập hai bước.', en: 'Signing in takes one step now.' },
  'tin-cay': { vi: 'Đã bỏ tin cậy thiết bị.', en: 'The device is no longer trusted.' },
  dung: { vi: 'Đã dừng việc lấy lại tài khoản.', en: 'The recovery is stopped.' },
  'lien-ket': { vi: 'Đã liên kết.', en: 'It is linked.' },
  'go-lien-ket': { vi: 'Đã gỡ liên kết.', en: 'The link is taken back.' },
  phien: { vi: 'Đã đăng xuất thiết bị đó.', en: 'That device is signed out.' },
  'moi-phien': { vi: 'Đã đăng xuất mọi thiết bị khác.', en: 'All other devices are signed out.' },
  'mat-khau': {
    vi: 'Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất.',
    en: 'Your password is changed. Other devices are signed out.',
  },
};

type Factors = Awaited<ReturnType<typeof factorsFor>>;
export const factorsFor = (ctx: PageContext) => ctx.run('identity.list-factors', {});

export const securityPage = page({
  path: securityPath,
  title,
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const [mine, { sessions }, { recovery }, { providers }] = await Promise.all([
      factorsFor(ctx),
      ctx.run('identity.list-sessions', {}),
      ctx.run('identity.view-recovery', {}),
      listed(ctx),
    ]);
    const said = done[ctx.query['xong'] ?? ''];
    const back = safeReturn(ctx.query['tiep']);
    return show(
      frame(
        ctx,
        title,
        html`
        ${said && banner(lang, { tone: 'done', body: said })}
        ${
          back &&
          banner(lang, {
            body: {
              vi: 'Thêm cách xác thực xong, hãy trở lại việc đang làm.',
              en: 'Once you have added a way to sign in, go back to what you were doing.',
            },
            actions: linkButton(lang, {
              href: back,
              label: { vi: 'Trở lại việc đang làm', en: 'Back to what I was doing' },
            }),
          })
        }
        <h1>${title[lang]}</h1>
        ${recovery && recoveryBanner(ctx, recovery)} ${passwordSection(ctx, mine)} ${linkSection(ctx, providers)} ${factorSection(ctx, mine, back)} ${twoStepsSection(ctx, mine)}
        ${codesSection(ctx, mine)} ${deviceSection(ctx, mine)} ${sessionSection(ctx, sessions, providers)}`,
      ),
    );
  },
});

/** Somebody is getting the account back: whoever is in it sees that, and stops it. */
function recoveryBanner(ctx: PageContext, { startedAt, readyAt }: { startedAt: Date; readyAt: Date }): Html {
  const { lang } = ctx;
  return banner(lang, {
    tone: 'late',
    body: {
      vi: `Lúc ${formatDateTime(startedAt)} có người yêu cầu đặt lại mật khẩu tài khoản này; liên kết sẽ mở từ ${formatDateTime(readyAt)}. Nếu không phải bạn, hãy dừng ngay.`,
      en: `At ${formatDateTime(startedAt)} somebody asked for a new password of this account; the link opens at ${formatDateTime(readyAt)}. If it was not you, stop it now.`,
    },
    actions: form(lang, {
      action: `${securityPath}/dung-lay-lai`,
      body: button(lang, { kind: 'danger', label: { vi: 'Dừng lại', en: 'Stop it' } }),
    }),
  });
}

function passwordSection(ctx: PageContext, mine: Factors): Html {
  const { lang } = ctx;
  return html`<h2>${{ vi: 'Mật khẩu', en: 'Password' }[lang]}</h2>
    ${
      mine.password
        ? html`<p>
            ${linkButton(lang, { href: '/tai-khoan/mat-khau', label: { vi: 'Đổi mật khẩu', en: 'Change the password' } })}
          </p>`
        : html`<p>${{ vi: 'Tài khoản này đăng nhập không dùng mật khẩu.', en: 'This account signs in without a password.' }[lang]}</p>`
    }`;
}

function factorSection(ctx: PageContext, { factors }: Factors, back: string | undefined): Html {
  const { lang } = ctx;
  const more = [
    ['ung-dung', { vi: 'Ứng dụng xác thực', en: 'Authenticator' }],
    ['khoa', { vi: 'Khóa truy cập', en: 'Passkey' }],
    ['dien-thoai', { vi: 'Điện thoại', en: 'Telephone' }],
    ['thu', { vi: 'Thư điện tử', en: 'E-mail' }],
    ['chung-thu', { vi: 'Chứng thư số', en: 'Certificate' }],
  ] as const;
  return html`<h2>${{ vi: 'Cách xác thực khác', en: 'Other ways to sign in' }[lang]}</h2>
    ${
      factors.length === 0
        ? html`<p>${{ vi: 'Chưa có. Thêm một cách thứ hai để tài khoản khó bị chiếm hơn và làm được những việc cần mức bảo đảm cao hơn.', en: 'None yet. A second way makes it harder to take your account over, and lets you do what asks for a higher level of assurance.' }[lang]}</p>`
        : summaryList(
            lang,
            factors.map((factor) => ({
              label: factor.name,
              value: html`${kindNames[factor.kind]?.[lang]}${factor.detail && factor.detail !== factor.name && html` · ${factor.detail}`}${factor.until && endOf(ctx, factor.until)}<br /><small
                  >${{ vi: 'Thêm ngày', en: 'Added on' }[lang]} ${formatDate(factor.createdAt)}${
                    factor.usedAt && html` · ${{ vi: 'dùng lần cuối', en: 'last used' }[lang]} ${formatDateTime(factor.usedAt)}`
                  }</small
                >`,
              actions: [
                {
                  href: `${securityPath}/${factor.id}/ten`,
                  label: { vi: 'Đổi tên', en: 'Rename' },
                  hidden: factor.name,
                },
                {
                  href: `${securityPath}/${factor.id}/go`,
                  label: { vi: 'Gỡ', en: 'Remove' },
                  hidden: factor.name,
                },
              ],
            })),
          )
    }
    <h3>${{ vi: 'Thêm', en: 'Add' }[lang]}</h3>
    ${buttonGroup(more.map(([path, label]) => linkButton(lang, { href: withQuery(`${securityPath}/them/${path}`, { tiep: back }), label })))}`;
}

/** Until when a certificate is good: it opens nothing afterwards, and its owner adds another before. */
function endOf({ lang, now }: PageContext, until: Date): Html {
  const day = formatDate(until);
  return until <= now
    ? html` · ${tag(lang, 'stopped', { vi: `hết hạn ngày ${day}`, en: `ended on ${day}` })}`
    : html` · ${{ vi: `dùng được đến ${day}`, en: `good until ${day}` }[lang]}`;
}

function twoStepsSection(ctx: PageContext, { twoSteps, factors }: Factors): Html {
  const { lang } = ctx;
  if (factors.length === 0) return html``;
  return html`<h2>${{ vi: 'Đăng nhập hai bước', en: 'Two steps' }[lang]}</h2>
    <p>
      ${tag(lang, twoSteps ? 'done' : 'waiting', twoSteps ? { vi: 'Đang bật', en: 'On' } : { vi: 'Đang tắt', en: 'Off' })}
      ${
        {
          vi: 'Khi bật, mỗi lần đăng nhập bằng mật khẩu phải xác thực thêm một bước.',
          en: 'When it is on, signing in with the password asks for one more step.',
        }[lang]
      }
    </p>
    ${form(lang, {
      action: `${securityPath}/hai-buoc`,
      body: html`<input type="hidden" name="on" value="${twoSteps ? '' : '1'}" />${button(lang, {
        kind: 'secondary',
        label: twoSteps
          ? { vi: 'Tắt đăng nhập hai bước', en: 'Turn it off' }
          : { vi: 'Bật đăng nhập hai bước', en: 'Turn it on' },
      })}`,
    })}`;
}

function codesSection(ctx: PageContext, { recoveryCodes, factors }: Factors): Html {
  const { lang } = ctx;
  if (factors.length === 0) return html``;
  const { left, madeAt } = recoveryCodes;
  return html`<h2>${{ vi: 'Mã dự phòng', en: 'Recovery codes' }[lang]}</h2>
    <p>
      ${
        madeAt
          ? {
              vi: `Còn ${left} mã chưa dùng, tạo ngày ${formatDate(madeAt)}.`,
              en: `${left} codes left, made on ${formatDate(madeAt)}.`,
            }[lang]
          : {
              vi: 'Chưa có. In ra và cất giữ để vào được tài khoản khi mất điện thoại hoặc khóa.',
              en: 'None yet. Print them and keep them for the day on which you lose your telephone or key.',
            }[lang]
      }
    </p>
    <p>
      ${linkButton(lang, { href: `${securityPath}/ma-du-phong`, label: madeAt ? { vi: 'Tạo mã mới', en: 'Make new codes' } : { vi: 'Tạo mã dự phòng', en: 'Make recovery codes' } })}
    </p>`;
}

function deviceSection(ctx: PageContext, { devices }: Factors): Html {
  const { lang } = ctx;
  if (devices.length === 0) return html``;
  return html`<h2>${{ vi: 'Thiết bị tin cậy', en: 'Trusted devices' }[lang]}</h2>
    <p class="hint">
      ${{ vi: 'Các trình duyệt này không bị hỏi bước hai khi đăng nhập; việc cần mức cao vẫn được hỏi.', en: 'These browsers are not asked for the second step when signing in; acts that need a higher level still ask.' }[lang]}
    </p>
    <ul>
      ${devices.map(
        (device) =>
          html`<li>
            ${deviceName(device.agent)} · ${device.address} ·
            ${{ vi: 'tin cậy đến', en: 'trusted until' }[lang]} ${formatDate(device.trustedUntil)}
            ${form(lang, {
              action: `${securityPath}/tin-cay`,
              body: html`<input type="hidden" name="device" value="${device.id}" />${button(lang, {
                kind: 'quiet',
                label: { vi: 'Bỏ tin cậy', en: 'Trust it no more' },
              })}`,
            })}
          </li>`,
      )}
    </ul>`;
}

export const twoStepsPost = post({
  path: `${securityPath}/hai-buoc`,
  title,
  may: 'signed-in',
  async run(ctx) {
    const on = typed(ctx, 'on') !== undefined;
    await ctx.run('identity.set-two-steps', { on });
    return redirect(`${securityPath}?xong=${on ? 'bat' : 'tat'}`);
  },
});

export const untrustPost = post({
  path: `${securityPath}/tin-cay`,
  title,
  may: 'signed-in',
  async run(ctx) {
    const device = typed(ctx, 'device');
    await ctx.run('identity.untrust-device', device ? { device } : {});
    return redirect(`${securityPath}?xong=tin-cay`);
  },
});
