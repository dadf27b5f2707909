import { page, type PageContext, type PageResult, post, type Text } from '@dinh/kernel';
import { banner, button, type Filled, form, fresh, html, linkButton, present, refusedForm, textInput } from '@dinh/ui';
import { screen, typed } from '../frame.ts';
import { beside } from './declare.ts';
import {
  authorityPath,
  authorityTitle,
  codePanel,
  type Brought,
  documentField,
  formerDocument,
  lastDay,
  lastDayField,
  limitFields,
  takeDocument,
  typedLimits,
} from './parts.ts';

const path = `${authorityPath}/uy-quyen`;
const title: Text = { vi: 'Ủy quyền cho người khác', en: 'Give somebody the power to act for you' };

const askFor: Record<string, Text> = {
  name: { vi: 'Hãy nhập họ và tên người được ủy quyền.', en: 'Type the name of whom you give it.' },
  idNumber: { vi: 'Số định danh gồm đúng 12 chữ số.', en: 'An identity number has exactly 12 digits.' },
  acts: { vi: 'Hãy chọn ít nhất một việc.', en: 'Choose at least one.' },
};

const grantPage = page({
  path,
  title,
  may: 'signed-in',
  run: (ctx) => draw(ctx, fresh({ acts: ['file', 'follow', 'pay'] })),
});

const grantPost = post({
  path,
  title,
  may: 'signed-in',
  async run(ctx): Promise<PageResult> {
    let document = formerDocument(ctx);
    try {
      document = await takeDocument(ctx).catch(beside);
      const name = typed(ctx, 'name') ?? '';
      const { code, until } = await ctx.run(
        'identity.grant-authority',
        present({
          name,
          idNumber: typed(ctx, 'idNumber')?.replace(/[ .]/g, '') ?? '',
          ...typedLimits(ctx),
          from: typed(ctx, 'from'),
          until: typed(ctx, 'until'),
          document,
        }),
      );
      return given(ctx, code, name, until);
    } catch (error) {
      return draw(ctx, refusedForm(ctx, error, askFor), 422, document);
    }
  },
});

function given(ctx: PageContext, code: string, name: string, until: string): PageResult {
  const { lang } = ctx;
  const last = lastDay(until);
  return screen(ctx, {
    title,
    noSearch: true,
    main: html`<h1>${{ vi: 'Đã ghi nhận việc ủy quyền', en: 'The power is recorded' }[lang]}</h1>
      <p>
        ${{ vi: `Có hiệu lực khi ${name} nhận, đến hết ngày ${last}. Bạn chấm dứt được bất cứ lúc nào.`, en: `It holds once ${name} has accepted, until ${last}. You can end it at any time.` }[lang]}
      </p>
      ${codePanel(ctx, code, name)} ${linkButton(lang, { href: authorityPath, label: { vi: 'Xong', en: 'Done' } })}`,
  });
}

async function draw(ctx: PageContext, filled: Filled, status = 200, brought?: Brought): Promise<PageResult> {
  const { lang } = ctx;
  const { verifiedLevel } = await ctx.run('identity.view-profile', {});
  const text = (name: string, label: Text, more: object = {}) =>
    textInput(lang, { name, label, value: filled.value(name), error: filled.error(name), ...more });
  return screen(
    ctx,
    {
      title,
      noSearch: true,
      breadcrumbs: [{ label: authorityTitle, href: authorityPath }, { label: title }],
      wrong: filled.wrong,
      main: html`${filled.summary}
        <h1>${title[lang]}</h1>
        ${
          verifiedLevel < 1
            ? banner(lang, {
                tone: 'soon',
                body: {
                  vi: 'Muốn ủy quyền trực tuyến, tài khoản của bạn cần được đối chiếu giấy tờ. Hãy mang căn cước đến bộ phận một cửa bất kỳ; chỉ mất vài phút.',
                  en: 'To give a power online your account must have been checked against papers. Bring your identity card to any one-stop desk; it takes minutes.',
                },
              })
            : html`<p class="lead">
                  ${{ vi: 'Người bạn chọn làm thay bạn trong phạm vi và thời hạn dưới đây. Mọi việc họ làm đều ghi tên họ, và bạn xem được.', en: 'Whom you choose acts for you within these limits. Whatever they do carries their name, and you see it.' }[lang]}
                </p>
                ${form(lang, {
                  action: path,
                  key: ctx.formKey,
                  files: true,
                  body: html`${text('name', { vi: 'Họ và tên người được ủy quyền', en: 'Name of whom you give it' })}
                  ${text('idNumber', { vi: 'Số định danh của người đó', en: 'Their identity number' }, { width: 20, inputMode: 'numeric' })}
                  ${await limitFields(ctx, filled, false)}
                  ${text('from', { vi: 'Từ ngày', en: 'From' }, { type: 'date', width: 10, optional: true, hint: { vi: 'Để trống: từ hôm nay', en: 'Empty: from today' } })}
                  ${lastDayField(ctx, filled, { vi: 'Để trống: một năm', en: 'Empty: one year' })}
                  ${documentField(ctx, filled, true, brought)}
                  ${button(lang, { label: { vi: 'Ủy quyền', en: 'Give the power' } })}`,
                })}`
        }`,
    },
    status,
  );
}

export const grantPages = [grantPage, grantPost];
