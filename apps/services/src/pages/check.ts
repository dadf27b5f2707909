import { renderAnswers } from '@dinh/forms';
import {
  type OperationTypes,
  type OutputOf,
  page,
  type PageContext,
  type PageResult,
  post,
  redirect,
  Refusal,
  type Text,
} from '@dinh/kernel';
import { allProviders } from '@dinh/payments';
import {
  button,
  buttonGroup,
  type Child,
  errorSummary,
  fieldId,
  form,
  type FormError,
  formatMoney,
  html,
  type Html,
  inVietnamese,
  radios,
  summaryList,
} from '@dinh/ui';
import { askedComponents, filesOf } from '../model/asked.ts';
import type { DraftComponent } from '../model/draft.ts';
import type { Flow } from '../model/flow.ts';
import { draftPath, leadOn, openFlow } from './form-page.ts';
import { filingHead, refused, screen, typed } from './frame.ts';

const title: Text = { vi: 'Kiểm tra trước khi nộp', en: 'Check before you file' };

async function draw(ctx: PageContext, flow: Flow, sent: readonly FormError[] = []): Promise<PageResult> {
  const { lang } = ctx;
  const { draft, form: definition, env, checked, version } = flow;
  const asked = await askedComponents(ctx.run, flow);
  const missing = asked.filter((one) => one.needed && filesOf(draft.components, one.key).length === 0);
  const unfinished: FormError[] = [
    ...checked.errors.map((one) => ({
      message: html`<a href="${draftPath(flow, one.page)}?ve=kiem-tra#${fieldId(one.path)}">${one.message[lang]}</a>`,
    })),
    ...missing.map((one) => ({
      message: html`<a href="${draftPath(flow, 'giay-to')}#${fieldId(one.key)}">${lang === 'vi' ? 'Bạn cần thêm: ' : 'Please add: '}${one.name[lang]}</a>`,
    })),
  ];
  let fee;
  try {
    if (checked.errors.length === 0)
      fee = await ctx.run('procedures.compute-fee', { versionId: version.versionId, data: checked.data });
  } catch (error) {
    // A fee table that does not answer is told here, beside what was declared.
    if (!(error instanceof Refusal) || error.status >= 500) throw error;
    unfinished.push({ message: error.sentence(lang) });
  }
  const ready = unfinished.length === 0;
  const wrong = [...sent, ...(ready ? [] : unfinished)];
  return screen(
    ctx,
    {
      title,
      back: draftPath(flow, 'giay-to'),
      noSearch: true,
      wrong: sent.length > 0,
      main: html`${errorSummary(lang, wrong, ready ? undefined : { vi: 'Hồ sơ còn mục chưa xong', en: 'Some parts are not finished' })}
        ${filingHead(ctx, flow, 2)}
        <h1>${title[lang]}</h1>
        ${renderAnswers(definition.body, draft.data, env, { changeHref: (key, path) => `${draftPath(flow, key)}?ve=kiem-tra#${fieldId(path)}` })}
        ${asked.length > 0 && papers(ctx, flow, asked)} ${fee && ready && filing(ctx, flow, fee)}`,
    },
    sent.length > 0 ? 422 : 200,
  );
}

function papers(ctx: PageContext, flow: Flow, asked: Awaited<ReturnType<typeof askedComponents>>): Html {
  const { lang } = ctx;
  return html`<h2>${lang === 'vi' ? 'Giấy tờ kèm theo' : 'Papers'}</h2>
    ${summaryList(
      lang,
      asked.map((one) => {
        const files = filesOf(flow.draft.components, one.key);
        const href = `${draftPath(flow, 'giay-to')}#${fieldId(one.key)}`;
        return {
          label: one.name,
          value: files.length === 0 ? undefined : html`${files.map((file) => fileLine(flow, file))}`,
          actions: [{ href, label: { vi: 'Sửa', en: 'Change' }, hidden: one.name }],
        };
      }),
    )}`;
}

type Fee = OutputOf<OperationTypes['procedures.compute-fee']>;

/** Why the fee is what it is; in English by the rules that gave it, where the table says them so. */
function feeReason({ lang }: PageContext, { reason, fired }: Fee): Child {
  const english = fired.flatMap(({ called }) => called?.english?.['reason'] ?? []);
  return lang === 'en' && english.length > 0 ? english.join('; ') : inVietnamese(lang, reason);
}

const fileLine = (flow: Flow, file: DraftComponent): Html =>
  html`<div>
    ${file.file ? html`<a href="${draftPath(flow, `tep/${file.id}`)}">${file.fileName}</a>` : file.fileName}
  </div>`;

function filing(ctx: PageContext, flow: Flow, fee: Fee): Html {
  const { lang } = ctx;
  const online = allProviders().length > 0;
  const later = fee.paidBy === 'return';
  return html`<h2>${lang === 'vi' ? 'Phí, lệ phí' : 'Fee'}</h2>
    ${summaryList(lang, [
      {
        label: { vi: 'Số tiền', en: 'Amount' },
        value: fee.amount === 0 ? { vi: 'Không thu phí', en: 'No fee' } : html`<strong>${formatMoney(lang, fee.amount)}</strong>`,
      },
      { label: { vi: 'Cách tính', en: 'How it is computed' }, value: feeReason(ctx, fee) || '—' },
    ])}
    ${form(lang, {
      action: draftPath(flow, 'kiem-tra'),
      key: ctx.formKey,
      id: 'file',
      body: html`${
        fee.amount > 0 &&
        radios(lang, {
          name: 'pay',
          label: { vi: 'Bạn muốn nộp phí bằng cách nào?', en: 'How do you want to pay?' },
          value: online ? 'online' : 'desk',
          choices: [
            ...(online
              ? [
                  {
                    value: 'online',
                    label: { vi: 'Thanh toán trực tuyến', en: 'Pay online' },
                    hint: later
                      ? {
                          vi: 'Ngay sau khi nộp hồ sơ, hoặc bất cứ lúc nào trước khi nhận kết quả',
                          en: 'Right after filing, or at any time before you get the result',
                        }
                      : { vi: 'Ngay sau khi nộp hồ sơ', en: 'Right after filing' },
                  },
                ]
              : []),
            {
              value: 'desk',
              label: { vi: 'Nộp tại Bộ phận Một cửa', en: 'Pay at the one-stop desk' },
              hint: later
                ? { vi: 'Trước khi bạn nhận kết quả', en: 'Before you get the result' }
                : {
                    vi: 'Hồ sơ được tiếp nhận khi bạn đã nộp phí',
                    en: 'The dossier is accepted once you have paid',
                  },
            },
          ],
        })
      }${buttonGroup(button(lang, { label: { vi: 'Nộp hồ sơ', en: 'File the dossier' } }))}`,
    })}`;
}

const show = page({
  path: '/nop-ho-so/:code/:draft/kiem-tra',
  title,
  may: 'signed-in',
  async run(ctx) {
    try {
      return await draw(ctx, await openFlow(ctx));
    } catch (error) {
      return leadOn(error, ctx);
    }
  },
});

const file = post({
  path: '/nop-ho-so/:code/:draft/kiem-tra',
  title,
  may: 'signed-in',
  async run(ctx) {
    try {
      const { reference } = await ctx.run('services.file-draft', {
        id: ctx.params['draft']!,
        payAtDesk: typed(ctx, 'pay') === 'desk',
      });
      return redirect(`/ho-so/${reference}/da-nop`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500 || error.status === 404) throw error;
      try {
        return await draw(ctx, await openFlow(ctx), refused(ctx, error));
      } catch (again) {
        return leadOn(again, ctx);
      }
    }
  },
});

export const checkPages = [show, file];
