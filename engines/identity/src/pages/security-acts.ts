import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import { button, buttonGroup, form, html, type Html, linkButton, textInput, warning } from '@dinh/ui';
import { nothingTyped, refusedForm, statusOf, summaryOf, typed, type Typed } from './form.ts';
import { frame, kindNames } from './security-frame.ts';
import { factorsFor } from './security.ts';
import { securityPath } from './sessions.ts';

const renameTitle: Text = { vi: 'Đổi tên cách xác thực', en: 'Rename a way to sign in' };
const nameLabel: Text = { vi: 'Tên', en: 'Name' };

export const renamePage = page({
  path: `${securityPath}/:id/ten`,
  title: renameTitle,
  may: 'signed-in',
  async run(ctx) {
    const factor = await mineOf(ctx);
    if (!factor) return redirect(securityPath);
    return show(renameScreen(ctx, { ...nothingTyped, values: { name: factor.name } }));
  },
});

export const renamePost = post({
  path: `${securityPath}/:id/ten`,
  title: renameTitle,
  may: 'signed-in',
  async run(ctx) {
    try {
      await ctx.run('identity.rename-factor', {
        factor: ctx.params['id'] ?? '',
        name: typed(ctx, 'name') ?? '',
      });
      return redirect(`${securityPath}?xong=ten`);
    } catch (error) {
      const words = {
        name: { vi: 'Hãy nhập tên, nhiều nhất 60 ký tự.', en: 'Type a name of at most 60 characters.' },
      };
      return show(renameScreen(ctx, refusedForm(ctx, error, words)), statusOf(error));
    }
  },
});

function renameScreen(ctx: PageContext, before: Typed): Html {
  const { lang } = ctx;
  const action = `${securityPath}/${ctx.params['id']}/ten`;
  return frame(
    ctx,
    renameTitle,
    html`${summaryOf(lang, before)}
    <h1>${renameTitle[lang]}</h1>
    ${form(lang, {
      action,
      body: html`${textInput(lang, { name: 'name', label: nameLabel, value: before.values['name'] ?? '', error: before.errors['name'] ?? '', maxLength: 60 })}
      ${button(lang, { label: { vi: 'Lưu tên', en: 'Save the name' } })}`,
    })}`,
    before,
  );
}

const removeTitle: Text = { vi: 'Gỡ cách xác thực', en: 'Remove a way to sign in' };

export const removePage = page({
  path: `${securityPath}/:id/go`,
  title: removeTitle,
  may: 'signed-in',
  run: async (ctx) => removeScreen(ctx, nothingTyped),
});

export const removePost = post({
  path: `${securityPath}/:id/go`,
  title: removeTitle,
  may: 'signed-in',
  async run(ctx) {
    try {
      await ctx.run('identity.remove-factor', { factor: ctx.params['id'] ?? '' });
      return redirect(`${securityPath}?xong=go`);
    } catch (error) {
      return removeScreen(ctx, refusedForm(ctx, error), statusOf(error));
    }
  },
});

async function removeScreen(ctx: PageContext, before: Typed, status?: number) {
  const { lang } = ctx;
  const mine = await factorsFor(ctx);
  const factor = mine.factors.find((one) => one.id === ctx.params['id']);
  if (!factor) return redirect(securityPath);
  // A code by e-mail is too little for what asks for a high level, and for the work of officials.
  const last = mine.factors.every((one) => one === factor || one.kind === 'email');
  const { password } = mine;
  return show(
    frame(
      ctx,
      removeTitle,
      html`${summaryOf(lang, before)}
      <h1>${removeTitle[lang]}</h1>
      <p><strong>${factor.name}</strong> · ${kindNames[factor.kind]?.[lang]}</p>
      ${
        last
          ? warning(
              lang,
              password
                ? {
                    vi: 'Đây là cách xác thực thứ hai cuối cùng được tính cho mức bảo đảm cao: gỡ xong, không làm được việc cần mức đó, và cán bộ phải thêm cách khác trước khi làm việc tiếp.',
                    en: 'This is the last second factor that counts for a high level of assurance: without it what needs that level cannot be done, and officials must add another before they go on working.',
                  }
                : {
                    vi: 'Tài khoản này không có mật khẩu. Gỡ xong, bạn chỉ còn đăng nhập được qua nguồn định danh đã liên kết; chưa liên kết thì không gỡ được.',
                    en: 'This account has no password. Without it you can sign in only by an identity provider that is linked; while none is, it cannot be removed.',
                  },
            )
          : undefined
      }
      ${form(lang, {
        action: `${securityPath}/${factor.id}/go`,
        body: buttonGroup(
          button(lang, { kind: 'danger', label: { vi: 'Gỡ cách xác thực này', en: 'Remove it' } }),
          linkButton(lang, {
            kind: 'quiet',
            href: securityPath,
            label: { vi: 'Thôi, giữ nguyên', en: 'No, keep it' },
          }),
        ),
      })}`,
      before,
    ),
    status,
  );
}

async function mineOf(ctx: PageContext) {
  return (await factorsFor(ctx)).factors.find((one) => one.id === ctx.params['id']);
}

const codesTitle: Text = { vi: 'Mã dự phòng', en: 'Recovery codes' };

export const codesPage = page({
  path: `${securityPath}/ma-du-phong`,
  title: codesTitle,
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const { recoveryCodes } = await factorsFor(ctx);
    return show(
      frame(
        ctx,
        codesTitle,
        html`<h1>${codesTitle[lang]}</h1>
        <p>
          ${{ vi: 'Mười mã, mỗi mã dùng một lần thay cho bước hai khi bạn mất điện thoại hoặc khóa. Mã chỉ hiện một lần: hãy in ra hoặc chép lại rồi cất ở nơi an toàn.', en: 'Ten codes, each good once in place of the second step when you have lost your telephone or key. They are shown once only: print them or write them down, and keep them in a safe place.' }[lang]}
        </p>
        ${recoveryCodes.madeAt ? warning(lang, { vi: 'Các mã tạo trước đây sẽ không dùng được nữa.', en: 'The codes that you made before will be worth nothing any more.' }) : undefined}
        ${form(lang, { action: `${securityPath}/ma-du-phong`, body: button(lang, { label: { vi: 'Tạo mã', en: 'Make the codes' } }) })}`,
      ),
    );
  },
});

export const codesPost = post({
  path: `${securityPath}/ma-du-phong`,
  title: codesTitle,
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    try {
      const { codes } = await ctx.run('identity.make-recovery-codes', {});
      return show(
        frame(
          ctx,
          codesTitle,
          html`<h1>${{ vi: 'Mã dự phòng của bạn', en: 'Your recovery codes' }[lang]}</h1>
          ${warning(lang, { vi: 'Các mã này không hiện lại lần nào nữa.', en: 'These codes are never shown again.' })}
          <ul class="code">
            ${codes.map((code) => html`<li><code>${code}</code></li>`)}
          </ul>
          ${buttonGroup(
            button(lang, {
              type: 'button',
              kind: 'secondary',
              label: { vi: 'In', en: 'Print' },
              attributes: { 'data-print': true },
            }),
            linkButton(lang, {
              kind: 'main',
              href: securityPath,
              label: { vi: 'Tôi đã cất mã', en: 'I have put them away' },
            }),
          )}`,
        ),
      );
    } catch (error) {
      const before = refusedForm(ctx, error);
      return show(frame(ctx, codesTitle, html`${summaryOf(lang, before)}<h1>${codesTitle[lang]}</h1>`, before), statusOf(error));
    }
  },
});
