import { type FormDefinition, type FormEnvironment, type FormError, renderPage } from '@dinh/forms';
import type { Lang, PageContext, Refusal, Text } from '@dinh/kernel';
import {
  attributes,
  filePicker,
  banner,
  buttonGroup,
  checkbox,
  type Child,
  errorSummary,
  formatDateTime,
  formatMoney,
  html,
  type Html,
  inset,
  island,
  linkButton,
  select,
  suggestInput,
  textInput,
  inVietnamese,
  refusedErrors,
} from '@dinh/ui';
import { notYourDesk } from '../errors.ts';
import type { NewComponent } from '../model/components.ts';
import type { DossierPage } from '../queries/view-dossier.ts';
import { hidden, screen, withQuery } from './frame.ts';
import { feeFields } from './fee-fields.ts';
import { channels, componentForms, feeStates } from './words.ts';

/** What the counter has in hand once the procedure is chosen. */
export interface Counter {
  readonly form: FormDefinition;
  readonly env: FormEnvironment;
  readonly data: Record<string, unknown>;
  readonly origins: Readonly<Record<string, Text>>;
  readonly code: string;
  readonly name: string;
  readonly agency: Text;
  readonly atOnce: boolean;
  readonly feeLater: boolean;
  readonly channels: readonly string[];
  readonly components: readonly { key: string; name: Text; form: string; copies: number; needed: boolean }[];
  readonly given: readonly NewComponent[];
  readonly errors: readonly FormError[];
  readonly fee?: { readonly amount: number; readonly reason: string };
}

interface Shown {
  readonly counter?: Counter;
  /** The procedure that was chosen is received at a desk where this official does not receive. */
  readonly elsewhere?: { readonly name: string; readonly desk: Text };
  readonly person?: { readonly id: string; readonly name: string; readonly verifiedLevel: number };
  readonly refusal?: Refusal;
  readonly received?: DossierPage;
  readonly found: readonly { value: string; label: string }[];
  readonly foundPersons: readonly { value: string; label: string }[];
  /** What was sought and nobody in the directory has; empty when nothing was. */
  readonly unknown: string;
}

/** The screen of the counter: who and what at the top, below it one form. */
export function receptionScreen(ctx: PageContext, shown: Shown): Html {
  const { lang } = ctx;
  const { counter, refusal } = shown;
  // What is wrong with an answer stands above the answers.
  const general = refusal ? refusedErrors(refusal).filter(({ of }) => !of?.startsWith('data.')) : [];
  return screen(ctx, {
    title: { vi: 'Tiếp nhận hồ sơ tại quầy', en: 'Receive a dossier at the counter' },
    wrong: refusal !== undefined,
    main: html`<div class="counter">
      <h1>${lang === 'vi' ? 'Tiếp nhận hồ sơ tại quầy' : 'Receive a dossier at the counter'}</h1>
      ${errorSummary(lang, general)}${shown.received && received(ctx, shown.received)}${chooser(ctx, shown)}${shown.elsewhere && inset(lang, notHere(shown.elsewhere.desk))}${counter && counterForm(ctx, counter, shown)}${island('reception')}
    </div>`,
  });
}

function notHere({ vi: deskVi, en: deskEn }: Text): Text {
  const refusal = notYourDesk({ deskVi, deskEn });
  return { vi: refusal.sentence('vi'), en: refusal.sentence('en') };
}

/** What has just been received, with its receipt ready to print. */
function received(ctx: PageContext, { dossier, papers, handOvers, payments }: DossierPage): Html {
  const { lang } = ctx;
  const paid = payments.findLast((one) => one.state === 'paid' && one.receipt);
  const toHandOver = handOvers.find(({ madeAt }) => !madeAt);
  const receipt = papers.findLast((paper) => paper.template === 'receipt');
  return banner(lang, {
    tone: 'done',
    title: lang === 'vi' ? `Đã tiếp nhận ${dossier.code}` : `${dossier.code} received`,
    body: html`${dossier.ownerName} · ${dossier.title} · ${lang === 'vi' ? 'hẹn trả' : 'due'}
      <strong>${dossier.dueAt && formatDateTime(dossier.dueAt)}</strong>${dossier.fee > 0 && html` · ${formatMoney(lang, dossier.fee)} (${feeStates[dossier.feeState]?.[lang]})`}${
        toHandOver &&
        html`<br />${lang === 'vi' ? 'Bàn giao giấy cho' : 'Hand the papers over to'} ${inVietnamese(lang, toHandOver.toUnit)} ${lang === 'vi' ? 'trước' : 'by'} ${formatDateTime(toHandOver.dueAt)}`
      }`,
    actions: buttonGroup(
      receipt &&
        linkButton(lang, {
          label: { vi: 'In giấy tiếp nhận', en: 'Print the receipt' },
          href: `/giay-to/${receipt.id}.pdf`,
          kind: 'main',
          key: 'i',
          attributes: { target: '_blank', autofocus: true },
        }),
      paid &&
        linkButton(lang, {
          label: { vi: 'In biên lai', en: 'Print the fee receipt' },
          href: `/bien-lai/${paid.id}.pdf`,
          key: 'b',
          attributes: { target: '_blank' },
        }),
      linkButton(lang, {
        label: { vi: 'Mở hồ sơ', en: 'Open the dossier' },
        href: `/ban-lam-viec/ho-so/${dossier.id}`,
        key: 'o',
        // What is settled at once is gone on with there.
        attributes: { autofocus: !receipt },
      }),
      linkButton(lang, {
        label: { vi: 'Hồ sơ tiếp theo', en: 'Next dossier' },
        href: '/ban-lam-viec/tiep-nhan',
        key: 'n',
      }),
    ),
  });
}

/** Procedure and person, found while typing; a choice leads on by itself where scripts run. */
function chooser(ctx: PageContext, shown: Shown): Html {
  const { lang, query } = ctx;
  const { counter, person } = shown;
  const first = !shown.received && !shown.refusal;
  const options = (name: string, list: readonly { value: string; label: string }[]): Child =>
    list.length > 0 &&
    html`<ul class="plain-list">
      ${list.map((one) => html`<li><a href="${withQuery(`/ban-lam-viec/tiep-nhan?${ctx.url.split('?')[1] ?? ''}`, { [name]: one.value, lang: undefined })}">${one.label}</a></li>`)}
    </ul>`;
  return html`<form${attributes({ class: 'counter-choose', action: '/ban-lam-viec/tiep-nhan', method: 'get' })}>
    ${suggestInput(lang, {
      name: 'tim-thu-tuc',
      label: { vi: 'Thủ tục', en: 'Procedure' },
      source: '/ban-lam-viec/tiep-nhan/thu-tuc',
      value: counter?.name ?? shown.elsewhere?.name ?? query['tim-thu-tuc'],
      valueName: 'thu-tuc',
      chosen: counter?.code,
      attributes: { 'data-key': '1', autofocus: first && !counter },
    })}${options('thu-tuc', shown.found)}
    ${suggestInput(lang, {
      name: 'tim-nguoi',
      label: { vi: 'Người nộp đã có trong danh bạ', en: 'Applicant in the directory' },
      hint: {
        vi: 'Số căn cước, số điện thoại hoặc họ tên. Chưa có thì khai luôn ở dưới.',
        en: 'Number, telephone or name. If not known, fill in below.',
      },
      optional: true,
      source: '/ban-lam-viec/tiep-nhan/nguoi',
      value: person?.name ?? query['tim-nguoi'],
      valueName: 'nguoi',
      chosen: person?.id,
      attributes: {
        'data-key': '2',
        autofocus: first && counter !== undefined && !person && !query['tim-nguoi'],
      },
    })}${options('nguoi', shown.foundPersons)}
    <noscript><button class="button button-secondary" type="submit">${lang === 'vi' ? 'Tìm' : 'Find'}</button></noscript>
  </form>${
    shown.unknown &&
    html`<p class="muted" role="status">
        ${lang === 'vi' ? `Chưa có “${shown.unknown}” trong danh bạ: khai người nộp ở dưới.` : `“${shown.unknown}” is not in the directory: fill in the applicant below.`}
      </p>`
  }`;
}

function counterForm(ctx: PageContext, counter: Counter, shown: Shown): Html {
  const { lang } = ctx;
  const about = {
    'thu-tuc': counter.code,
    nguoi: shown.person?.id,
    'tim-nguoi': shown.person ? undefined : ctx.query['tim-nguoi'],
  };
  return html`<p class="muted">${counter.code} · ${counter.agency[lang]}${counter.atOnce && (lang === 'vi' ? ' · giải quyết ngay' : ' · settled at once')}</p>
    ${renderPage(counter.form, 'desk', {
      data: counter.data,
      env: counter.env,
      // Whoever must sign in again on the way comes back by it to the same form.
      action: withQuery('/ban-lam-viec/tiep-nhan/ho-so', about),
      about: Object.values(about).join(' '),
      key: ctx.formKey,
      errors: counter.errors,
      origins: counter.origins,
      files: true,
      submit: { vi: 'Tiếp nhận, cấp mã, hẹn trả', en: 'Receive, give code and date' },
      after: html`${hidden({ 'thu-tuc': counter.code, nguoi: shown.person?.id })}${components(ctx, counter)}${handling(ctx, counter)}`,
    })}`;
}

/** The checklist of papers: there or not, how many, and a scan where one is made. */
function components(ctx: PageContext, counter: Counter): Html {
  const { lang } = ctx;
  const given = new Map(counter.given.map((one) => [one.key, one]));
  return html`<h2>${lang === 'vi' ? 'Thành phần hồ sơ' : 'Papers'}</h2>
    <ul class="counter-papers">
      ${counter.components.map((c) => {
        const one = given.get(c.key);
        return html`<li>
          ${checkbox(lang, {
            name: 'co',
            id: `co-${c.key}`,
            value: c.key,
            checked: one !== undefined,
            label: html`${c.name[lang]}
              <span class="muted"
                >(${componentForms[c.form]?.[lang]}${!c.needed && (lang === 'vi' ? ', nếu có' : ', if any')})</span
              >`,
          })}<span class="counter-copies"
            ><label for="ban-${c.key}">${lang === 'vi' ? 'Số bản' : 'Copies'}</label
            ><input${attributes({ class: 'input width-2', id: `ban-${c.key}`, name: `ban-${c.key}`, inputmode: 'numeric', value: one?.copies ?? c.copies })} /></span
          ><span class="counter-scan"
            ><label for="quet-${c.key}">${lang === 'vi' ? 'Bản quét' : 'Scan'}</label
            >${filePicker(lang, { id: `quet-${c.key}`, name: `quet-${c.key}`, accept: '.pdf,.jpg,.png,.tif' })}${
              one?.file &&
              html`<input type="hidden" name="tep-${c.key}" value="${one.file} ${one.fileName ?? ''}" /><span class="muted">${lang === 'vi' ? 'đã nhận' : 'received'}: ${one.fileName ?? ''}</span>`
            }</span
          >
        </li>`;
      })}
    </ul>`;
}

/** `75.000 đ (Cấp mới nhà ở riêng lẻ)`, or that it follows from what is declared. */
export function feeWords(lang: Lang, fee: { amount: number; reason: string } | undefined): string {
  if (!fee) return lang === 'vi' ? 'tính theo nội dung khai' : 'by what is declared';
  return fee.reason ? `${formatMoney(lang, fee.amount)} (${fee.reason})` : formatMoney(lang, fee.amount);
}

function handling(ctx: PageContext, counter: Counter): Html {
  const { lang } = ctx;
  return html`<h2>${lang === 'vi' ? 'Tiếp nhận' : 'Acceptance'}</h2>
    ${select(lang, {
      name: 'kenh',
      label: { vi: 'Hồ sơ đến bằng cách nào', en: 'How it came' },
      value: typeof ctx.form['kenh'] === 'string' ? ctx.form['kenh'] : 'counter',
      options: ['counter', 'post'].filter((c) => counter.channels.includes(c)).map((c) => ({ value: c, label: channels[c]! })),
    })}
    <p class="field">
      ${lang === 'vi' ? 'Phí, lệ phí:' : 'Fee:'}
      <output data-fee="/ban-lam-viec/tiep-nhan/phi"><strong>${feeWords(lang, counter.fee)}</strong></output>
    </p>
    ${(counter.fee?.amount ?? 1) > 0 && feeFields(ctx, { later: counter.feeLater })}${
      counter.atOnce &&
      checkbox(lang, {
        name: 'giay',
        label: { vi: 'Người nộp cần giấy tiếp nhận', en: 'The applicant wants a receipt' },
        hint: {
          vi: 'Thủ tục giải quyết ngay không phải lập giấy, trừ khi được yêu cầu (NĐ 61/2018 Điều 17.4).',
          en: 'Settled at once: no receipt unless asked for.',
        },
        checked: ctx.form['giay'] !== undefined,
      })
    }${textInput(lang, { name: 'ghi-chu', label: { vi: 'Ghi chú', en: 'Note' }, optional: true, value: typeof ctx.form['ghi-chu'] === 'string' ? ctx.form['ghi-chu'] : '' })}`;
}
