import { answersForm } from '../model/filed-form.ts';
import { renderAnswers, formEnvironment } from '@dinh/forms';
import { notFound, page, type PageContext, type PageResult, post, redirect, Refusal, type Text } from '@dinh/kernel';
import { allProviders } from '@dinh/payments';
import {
  button,
  buttonGroup,
  errorSummary,
  fieldId,
  form,
  formatMoney,
  type FormError,
  html,
  linkButton,
  radios,
  textarea,
  warning,
} from '@dinh/ui';
import { rateable, withdrawable } from '../model/dossier-words.ts';
import { namesOf } from '../model/names.ts';
import { sendFile } from './slots.ts';
import { myDossier } from './dossier.ts';
import { refused, screen, typed } from './frame.ts';

/** What the dossier is about, in the reader's language where there are words for it. */
const matterOf = async (ctx: PageContext, dossier: { readonly versionId: string; readonly title: string }): Promise<string> =>
  (await namesOf(ctx, ctx.run, dossier)).title;

/** Off to pay; the provider sends the payer back to the dossier. */
const pay = post({
  path: '/ho-so/:reference/thanh-toan',
  title: { vi: 'Thanh toán', en: 'Pay' },
  may: 'signed-in',
  async run(ctx) {
    const { dossier } = await myDossier(ctx);
    const provider = typed(ctx, 'provider') ?? allProviders()[0]?.key ?? '';
    try {
      const { redirect: to } = await ctx.run('one-stop.pay-online', { id: dossier.id, provider });
      return redirect(to);
    } catch (error) {
      // Paid meanwhile (in another tab, at the desk): the dossier tells how it stands.
      if (error instanceof Refusal && error.status === 409) return redirect(`/ho-so/${dossier.reference}?thanh-toan=paid`);
      throw error;
    }
  },
});

const withdrawTitle: Text = { vi: 'Rút hồ sơ này?', en: 'Withdraw this dossier?' };

/** What becomes of a fee that is paid: a dossier that was never accepted costs nothing (as `one-stop` refunds it). */
const feeOnceWithdrawn = (sum: string, back: boolean): Text =>
  back
    ? {
        vi: `Phí ${sum} bạn đã nộp được hoàn lại, vì hồ sơ chưa được tiếp nhận.`,
        en: `The fee of ${sum} that you paid is given back, as the dossier has not been accepted yet.`,
      }
    : {
        vi: `Phí ${sum} bạn đã nộp không được hoàn lại, vì hồ sơ đã được tiếp nhận giải quyết.`,
        en: `The fee of ${sum} that you paid is not given back, as work on the dossier has begun.`,
      };

async function drawWithdraw(ctx: PageContext, errors: readonly FormError[] = []): Promise<PageResult> {
  const { lang } = ctx;
  const { dossier: d } = await myDossier(ctx);
  if (!withdrawable.includes(d.status)) return redirect(`/ho-so/${d.reference}`);
  return screen(
    ctx,
    {
      title: withdrawTitle,
      back: `/ho-so/${d.reference}`,
      noSearch: true,
      wrong: errors.length > 0,
      main: html`${errorSummary(lang, errors)}
        <h1>${withdrawTitle[lang]}</h1>
        <p>${await matterOf(ctx, d)} <span class="code">${d.code ?? d.reference}</span></p>
        ${warning(lang, {
          vi: 'Cơ quan sẽ ngừng giải quyết. Muốn làm lại, bạn phải nộp hồ sơ mới.',
          en: 'The agency will stop. To go on later, you must file a new dossier.',
        })}
        ${d.feeState === 'paid' && html`<p>${feeOnceWithdrawn(formatMoney(lang, d.fee), d.code === null)[lang]}</p>`}
        ${form(lang, {
          action: `/ho-so/${d.reference}/rut`,
          key: ctx.formKey,
          body: html`${textarea(lang, {
            name: 'reason',
            label: { vi: 'Lý do rút hồ sơ', en: 'Reason' },
            optional: true,
            rows: 3,
            value: typed(ctx, 'reason'),
          })}
            <div class="button-group">
              ${button(lang, { label: { vi: 'Rút hồ sơ', en: 'Withdraw the dossier' }, kind: 'danger' })}
              ${linkButton(lang, { label: { vi: 'Không rút', en: 'Do not withdraw' }, href: `/ho-so/${d.reference}` })}
            </div>`,
        })}`,
    },
    errors.length > 0 ? 422 : 200,
  );
}

const askWithdraw = page({
  path: '/ho-so/:reference/rut',
  title: withdrawTitle,
  may: 'signed-in',
  run: (ctx) => drawWithdraw(ctx),
});

const withdraw = post({
  path: '/ho-so/:reference/rut',
  title: withdrawTitle,
  may: 'signed-in',
  async run(ctx) {
    const { dossier } = await myDossier(ctx);
    const reason = typed(ctx, 'reason');
    try {
      await ctx.run('one-stop.withdraw-dossier', { id: dossier.id, ...(reason && { reason }) });
      return redirect(`/ho-so/${dossier.reference}`);
    } catch (error) {
      return drawWithdraw(ctx, refused(ctx, error));
    }
  },
});

const rateTitle: Text = { vi: 'Bạn hài lòng đến mức nào?', en: 'How satisfied are you?' };
const questions: readonly { name: 'dossier' | 'agency' | 'official'; label: Text }[] = [
  {
    name: 'dossier',
    label: {
      vi: 'Việc giải quyết hồ sơ (đúng hẹn, đúng yêu cầu)',
      en: 'How the dossier was settled (on time, as asked)',
    },
  },
  { name: 'agency', label: { vi: 'Cơ quan giải quyết', en: 'The agency' } },
  {
    name: 'official',
    label: { vi: 'Người tiếp nhận, hướng dẫn bạn', en: 'The official who received and guided you' },
  },
];
const stars: readonly Text[] = [
  { vi: 'Rất hài lòng', en: 'Very satisfied' },
  { vi: 'Hài lòng', en: 'Satisfied' },
  { vi: 'Bình thường', en: 'Neither' },
  { vi: 'Không hài lòng', en: 'Dissatisfied' },
  { vi: 'Rất không hài lòng', en: 'Very dissatisfied' },
];

async function drawRate(ctx: PageContext, errors: readonly FormError[] = []): Promise<PageResult> {
  const { lang } = ctx;
  const { dossier: d, rating } = await myDossier(ctx);
  if (!rateable.includes(d.status) || rating) return redirect(`/ho-so/${d.reference}`);
  return screen(
    ctx,
    {
      title: rateTitle,
      back: `/ho-so/${d.reference}`,
      noSearch: true,
      wrong: errors.length > 0,
      main: html`${errorSummary(lang, errors)}
        <h1>${rateTitle[lang]}</h1>
        <p>${await matterOf(ctx, d)} <span class="code">${d.code ?? d.reference}</span></p>
        ${form(lang, {
          action: `/ho-so/${d.reference}/danh-gia`,
          key: ctx.formKey,
          body: html`${questions.map(({ name, label }) =>
            radios(lang, {
              name,
              label,
              value: typed(ctx, name),
              error: errors.find((one) => one.id === fieldId(name))?.message,
              choices: stars.map((star, i) => ({ value: String(5 - i), label: star })),
            }),
          )}
          ${textarea(lang, {
            name: 'comment',
            label: { vi: 'Bạn muốn nói thêm điều gì?', en: 'Is there anything that you want to add?' },
            hint: { vi: 'Không ghi thông tin cá nhân', en: 'Please write no personal data' },
            optional: true,
            rows: 4,
            value: typed(ctx, 'comment'),
          })}
          ${buttonGroup(button(lang, { label: { vi: 'Gửi đánh giá', en: 'Send' } }))}`,
        })}`,
    },
    errors.length > 0 ? 422 : 200,
  );
}

const askRate = page({
  path: '/ho-so/:reference/danh-gia',
  title: rateTitle,
  may: 'signed-in',
  run: (ctx) => drawRate(ctx),
});

const rate = post({
  path: '/ho-so/:reference/danh-gia',
  title: rateTitle,
  may: 'signed-in',
  async run(ctx) {
    const { dossier: d } = await myDossier(ctx);
    const missing = questions.filter(({ name }) => !/^[1-5]$/.test(typed(ctx, name) ?? ''));
    if (missing.length > 0)
      return drawRate(
        ctx,
        missing.map(({ name, label }) => ({
          id: fieldId(name),
          message: { vi: `Bạn chọn một mức cho: ${label.vi}`, en: `Please choose for: ${label.en}` },
        })),
      );
    const comment = typed(ctx, 'comment');
    try {
      await ctx.run('one-stop.rate-dossier', {
        id: d.id,
        dossier: Number(typed(ctx, 'dossier')),
        agency: Number(typed(ctx, 'agency')),
        official: Number(typed(ctx, 'official')),
        ...(comment && { comment }),
      });
    } catch (error) {
      if (error instanceof Refusal && error.status === 409) return redirect(`/ho-so/${d.reference}?danh-gia=xong`);
      return drawRate(ctx, refused(ctx, error));
    }
    return redirect(`/ho-so/${d.reference}?danh-gia=xong`);
  },
});

const answers = page({
  path: '/ho-so/:reference/to-khai',
  title: { vi: 'Tờ khai đã nộp', en: 'The form as filed' },
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const { dossier: d } = await myDossier(ctx);
    const definition = await answersForm(ctx.app, d.formId);
    return screen(ctx, {
      title: { vi: 'Tờ khai đã nộp', en: 'The form as filed' },
      back: `/ho-so/${d.reference}`,
      noSearch: true,
      main: html`<h1>${lang === 'vi' ? 'Tờ khai đã nộp' : 'The form as filed'}</h1>
        <p>${await matterOf(ctx, d)} <span class="code">${d.code ?? d.reference}</span></p>
        ${renderAnswers(definition, d.data, await formEnvironment(ctx.app, d.submittedAt, lang))}`,
    });
  },
});

const file = page({
  path: '/ho-so/:reference/tep/:id',
  title: { vi: 'Tệp đính kèm', en: 'Attached file' },
  may: 'signed-in',
  async run(ctx) {
    const { components } = await myDossier(ctx);
    const found = components.find((one) => one.id === ctx.params['id']);
    if (!found) throw notFound();
    return sendFile(ctx, found);
  },
});

export const dossierActPages = [pay, askWithdraw, withdraw, askRate, rate, answers, file];
