import { localDate, type PageContext, type Text } from '@dinh/kernel';
import {
  button,
  buttonGroup,
  checkbox,
  checkboxes,
  type Child,
  filePicker,
  form,
  formatDateTime,
  formatMoney,
  html,
  type Html,
  inset,
  radios,
  select,
  textarea,
  textInput,
  warning,
  words,
} from '@dinh/ui';
import { feeUnpaid } from '../model/fee.ts';
import type { Act } from '../queries/list-acts.ts';
import type { DossierPage } from '../queries/view-dossier.ts';
import type { Choices } from './act-choices.ts';
import { feeFields } from './fee-fields.ts';
import { dutyFields, noDutyFields, noDutyNeedsReason } from './duty-fields.ts';
import { resultPapers } from './dossier-parts.ts';
import { hidden, many, typed } from './frame.ts';
import { feeStates, findings } from './words.ts';

/** What cannot be undone asks once more. */
const final = new Set([
  'accept',
  'sign',
  'issue',
  'return',
  'refuse',
  'stop',
  'withdraw',
  'submit',
  'collect-fee',
  'waive-fee',
  'void-fee',
]);
/** Whoever does these answers for the words of the result: it stands beside the question. */
const readsPaper = new Set(['submit', 'sign', 'issue']);
const asking = new Set([
  'request-supplement',
  'assign',
  'consult',
  'notify',
  'arrange',
  'arrange-visit',
  'reported',
  'report-visit',
  'extend',
  'apologise',
  'reassign',
  'delegate-task',
  'supply',
]);

/** Whether an act opens a form of its own; the others are done at once, with the note that was typed. */
export const asksMore = (act: Act, page: DossierPage, choices: Choices): boolean =>
  act.needsComment ||
  final.has(act.key) ||
  asking.has(act.key) ||
  (act.key === 'no-duty' && noDutyNeedsReason(choices.duty)) ||
  (act.key === 'propose-approval' && choices.decides.length > 0);

export const actHref = (page: DossierPage, act: Act): string =>
  `/ban-lam-viec/ho-so/${page.dossier.id}/viec/${act.key}?${new URLSearchParams({
    ...(act.taskId && { viec: act.taskId }),
    v: String(act.version),
    hv: String(page.dossier.version),
  })}`;

/** The form of an act: in a dialog beside the dossier, or on a page of its own. */
export function actForm(ctx: PageContext, page: DossierPage, act: Act, choices: Choices, back: string): Html {
  const { lang } = ctx;
  const body = fields(ctx, page, act, choices);
  return form(lang, {
    action: actHref(page, act),
    id: `act-${act.key}`,
    key: ctx.formKey,
    files: act.key === 'supply',
    body: html`${hidden({ ve: back })}${
      act.behalfOf &&
      inset(lang, {
        vi: `Bạn làm việc này thay mặt ${act.behalfOf}; hồ sơ sẽ ghi tên cả hai người.`,
        en: `You do this in place of ${act.behalfOf}; the record will name both of you.`,
      })
    }${final.has(act.key) && warning(lang, act.key === 'accept' ? acceptanceStays(1) : notUndone)}${
      readsPaper.has(act.key) &&
      resultPapers(ctx, page).map(
        (paper) => html`<p>${lang === 'vi' ? 'Xem trước khi làm:' : 'Read before you go on:'} ${paper}</p>`,
      )
    }${body}${buttonGroup(
      button(lang, { label: act.name, kind: act.kind === 'danger' ? 'danger' : 'main', key: 'ctrl+enter' }),
    )}`,
  });
}

const notUndone = {
  vi: 'Việc này không hoàn tác được và được báo cho người nộp. Xin xem lại trước khi làm.',
  en: 'This cannot be undone, and the applicant is told. Please look once more.',
};

/** What an acceptance begins is not taken back: codes have no gaps, and whoever filed has heard of it. */
export const acceptanceStays = (count: number): Text => ({
  vi: `Không hoàn tác được: ${count} hồ sơ được cấp mã theo số thứ tự, người nộp được báo mã và ngày hẹn trả, thời hạn giải quyết bắt đầu tính.`,
  en: `This cannot be undone: ${count === 1 ? 'one dossier gets its code' : `${count} dossiers get their codes`}, the next of a series, whoever filed is told code and date of return, and the time limit begins to run.`,
});

const promised = ({ dossier: { dueAt } }: DossierPage): Text | undefined =>
  dueAt ? { vi: `Đang hẹn ${formatDateTime(dueAt)}`, en: `Promised now: ${formatDateTime(dueAt)}` } : undefined;

/** `Phí, lệ phí 75.000 đ: nộp tại quầy.` */
const feeAsked = ({ dossier: { fee, feeState } }: DossierPage): Text => ({
  vi: `Phí, lệ phí ${formatMoney('vi', fee)}: ${feeStates[feeState]?.vi ?? feeState}.`,
  en: `Fee of ${formatMoney('en', fee)}: ${feeStates[feeState]?.en ?? feeState}.`,
});

function fields(ctx: PageContext, page: DossierPage, act: Act, choices: Choices): Child {
  const { lang } = ctx;
  const id = (name: string) => `${act.key}-${name}`;
  const value = (name: string) => typed(ctx, name);
  const reason = (label: Text, hint?: Text, optional = false) =>
    textarea(lang, { name: 'ly-do', id: id('ly-do'), label, hint, rows: 3, optional, value: value('ly-do') });
  const person = (label: Text, people: Choices['colleagues']) =>
    select(lang, {
      name: 'nguoi',
      id: id('nguoi'),
      label,
      value: value('nguoi') ?? people[0]?.id,
      options: people.map((one) => ({
        value: one.id,
        label: {
          vi: `${one.name} (đang giữ ${one.open} việc${one.late ? `, ${one.late} quá hạn` : ''})`,
          en: `${one.name} (${one.open} open${one.late ? `, ${one.late} late` : ''})`,
        },
      })),
    });
  switch (act.key) {
    case 'accept':
      return html`${
        feeUnpaid(page.dossier) &&
        feeFields(ctx, {
          id: id('phi'),
          amount: formatMoney(lang, page.dossier.fee),
          later: choices.feeLater,
        })
      }${
        choices.atOnce &&
        checkbox(lang, {
          name: 'giay',
          id: id('giay'),
          label: { vi: 'Người nộp cần giấy tiếp nhận', en: 'The applicant wants a receipt' },
          checked: false,
        })
      }${reason({ vi: 'Ghi chú', en: 'Note' }, undefined, true)}`;
    case 'request-supplement':
      return html`${checkboxes(lang, {
        name: 'thieu',
        id: id('thieu'),
        label: { vi: 'Giấy tờ còn thiếu hoặc chưa đúng', en: 'Missing or wrong papers' },
        hint: { vi: 'Chọn ở đây, hoặc ghi ở ô bên dưới.', en: 'Choose here, or write below.' },
        choices: choices.components.map((c) => ({ value: c.key, label: c.name })),
        values: many(ctx, 'thieu'),
      })}
        ${textarea(lang, { name: 'khac', id: id('khac'), label: { vi: 'Nội dung khác, mỗi dòng một việc', en: 'Other things, one on each line' }, rows: 2, optional: true, value: value('khac') })}${reason(
          { vi: 'Hướng dẫn cho người nộp', en: 'What to tell the applicant' },
          {
            vi: 'Chỉ được yêu cầu một lần: ghi đủ mọi nội dung.',
            en: 'It may be asked only once: name everything.',
          },
        )}`;
    case 'refuse':
      return html`${reason({ vi: 'Lý do từ chối', en: 'Reason' })}${textarea(lang, { name: 'huong-dan', id: id('huong-dan'), label: { vi: 'Hướng dẫn nơi nộp đúng', en: 'Where to go instead' }, rows: 2, optional: true, value: value('huong-dan') })}`;
    case 'assign':
      return html`${person({ vi: 'Giao cho', en: 'Assign to' }, choices.specialists)}${reason({ vi: 'Ý kiến chỉ đạo', en: 'Instruction' }, undefined, true)}`;
    case 'reassign':
      return html`${person({ vi: 'Giao cho', en: 'Give to' }, choices.colleagues)}${reason({ vi: 'Lý do', en: 'Reason' })}`;
    case 'delegate-task':
      return html`${person(
        { vi: 'Nhờ ai', en: 'Whom' },
        choices.colleagues.filter(({ id: who }) => who !== ctx.principal.id),
      )}${reason({ vi: 'Lý do', en: 'Reason' })}`;
    case 'consult':
      return html`${[0, 1, 2].map((i) => consultation(ctx, i, choices, id))}`;
    case 'notify':
      return dutyFields(ctx, choices.duty, id);
    case 'no-duty':
      return noDutyFields(ctx, choices.duty, id);
    case 'arrange':
    case 'arrange-visit':
      return visit(ctx, id);
    case 'reported':
    case 'report-visit':
      return html`${radios(lang, {
        name: 'ket-qua',
        id: id('ket-qua'),
        label: { vi: 'Kết quả thẩm tra', en: 'Finding' },
        choices: Object.entries(findings).map(([key, label]) => ({ value: key, label })),
        value: value('ket-qua') ?? 'in-order',
        inline: true,
      })}${reason({ vi: 'Nội dung biên bản', en: 'Report' })}`;
    case 'extend':
      return html`${textInput(lang, { name: 'ngay', id: id('ngay'), type: 'date', label: { vi: 'Ngày trả mới', en: 'New date' }, hint: promised(page), width: 10, value: value('ngay') })}${reason(
        { vi: 'Lý do', en: 'Reason' },
        { vi: 'Chỉ được hẹn lại một lần.', en: 'A new date may be promised only once.' },
      )}`;
    case 'supply':
      return supply(ctx, page, choices, id);
    case 'collect-fee':
      return html`<p>${words(lang, feeAsked(page))}</p>`;
    case 'void-fee':
      return html`<p>${words(lang, feeAsked(page))}</p>
        ${reason(
          { vi: 'Thu nhầm thế nào', en: 'What the mistake was' },
          {
            vi: 'Trả lại tiền tận tay người nộp và thu lại biên lai trước khi ghi ở đây. Thu lại cho đúng thì có biên lai số mới.',
            en: 'Give the money back to the payer and take the receipt in before noting it here. What is taken anew gets a receipt with a number of its own.',
          },
        )}`;
    case 'waive-fee':
      return html`<p>${words(lang, feeAsked(page))}</p>
        ${reason({ vi: 'Căn cứ, lý do miễn', en: 'Why it is waived' })}`;
    case 'return':
      return html`${
        page.dossier.resultWithheld && feeFields(ctx, { id: id('phi'), amount: formatMoney(lang, page.dossier.fee) })
      }${reason(
        { vi: 'Ghi chú', en: 'Note' },
        { vi: 'Ví dụ: ai nhận thay, theo giấy tờ nào', en: 'For example: who took it, on what paper' },
        true,
      )}`;
    case 'withdraw':
      return reason({ vi: 'Lý do rút hồ sơ', en: 'Why it is withdrawn' }, undefined, true);
    case 'stop':
      return reason({ vi: 'Lý do dừng giải quyết', en: 'Why handling stops' });
    case 'apologise':
      return reason({ vi: 'Lý do quá hạn', en: 'Why it is late' });
    case 'propose-refusal':
      return reason({ vi: 'Lý do từ chối', en: 'Why it is refused' });
    case 'propose-approval':
      return html`${choices.decides.some((field) => field.onPaper) && inset(lang, copied)}${choices.decides.map((field) => {
        const props = {
          name: `kq-${field.key}`,
          id: id(`kq-${field.key}`),
          label: field.label,
          optional: true,
          value: value(`kq-${field.key}`) ?? field.drafted,
        };
        if (field.options) return select(lang, { ...props, options: field.options });
        return field.type === 'multiline'
          ? textarea(lang, { ...props, rows: 3 })
          : textInput(lang, { ...props, type: field.type === 'date' ? 'date' : 'text' });
      })}${reason({ vi: 'Ý kiến thẩm định', en: 'Appraisal' }, undefined, true)}`;
    default:
      return reason(
        act.needsComment ? { vi: 'Lý do, nội dung', en: 'Reason' } : { vi: 'Ý kiến', en: 'Remarks' },
        undefined,
        !act.needsComment,
      );
  }
}

/** Why more is asked for when a dossier came on paper. */
const copied: Text = {
  vi: 'Hồ sơ nộp bằng giấy: ghi vào kết quả những mục chỉ có trên tờ khai giấy.',
  en: 'Filed on paper: copy into the result what stands on the paper form alone.',
};

function consultation(ctx: PageContext, i: number, choices: Choices, id: (name: string) => string): Html {
  const { lang } = ctx;
  const planned = choices.planned[i];
  const value = (name: string) => typed(ctx, `${name}-${i}`);
  return html`<fieldset class="fieldset">
    <legend class="legend">${lang === 'vi' ? `Cơ quan thứ ${i + 1}` : `Agency ${i + 1}`}</legend>
    ${select(lang, { name: `co-quan-${i}`, id: id(`co-quan-${i}`), label: { vi: 'Cơ quan được lấy ý kiến', en: 'Agency' }, optional: i > 0, value: value('co-quan') ?? (planned ? String(planned.unit) : ''), options: [{ value: '', label: { vi: '— không —', en: '— none —' } }, ...choices.units.map((unit) => ({ value: String(unit.id), label: unit.name }))] })}
    ${textInput(lang, { name: `noi-dung-${i}`, id: id(`noi-dung-${i}`), label: { vi: 'Nội dung', en: 'Subject' }, optional: i > 0, value: value('noi-dung') ?? planned?.subject })}
    ${textInput(lang, { name: `so-ngay-${i}`, id: id(`so-ngay-${i}`), label: { vi: 'Trả lời trong (ngày làm việc)', en: 'Answer within (working days)' }, width: 4, inputMode: 'numeric', optional: i > 0, value: value('so-ngay') ?? (planned ? String(planned.days) : '5') })}
  </fieldset>`;
}

function visit(ctx: PageContext, id: (name: string) => string): Html {
  const { lang } = ctx;
  const text = (name: string, label: Text, type?: 'date' | 'time', width?: 10) =>
    textInput(lang, { name, id: id(name), label, type, width, value: typed(ctx, name) });
  return html`${text('ngay', { vi: 'Ngày', en: 'Day' }, 'date', 10)}${text('gio', { vi: 'Giờ', en: 'Time' }, 'time', 10)}${text('noi', { vi: 'Địa điểm', en: 'Place' })}${text('ai', { vi: 'Người tham gia', en: 'Who comes' })}${textarea(lang, { name: 'ly-do', id: id('ly-do'), label: { vi: 'Nội dung thẩm tra', en: 'Subject' }, rows: 2, value: typed(ctx, 'ly-do') })}<input type="hidden" name="hom-nay" value="${localDate(ctx.now)}" />`;
}

function supply(ctx: PageContext, page: DossierPage, choices: Choices, id: (name: string) => string): Html {
  const { lang } = ctx;
  const open = page.supplements.filter((s) => !s.answeredAt);
  const asked = new Set(open.flatMap((s) => s.items.map((item) => item.component ?? '')));
  const named = choices.components.filter((c) => asked.has(c.key));
  // Whatever was asked for in words may be any paper.
  const offered = asked.has('') || named.length === 0 ? choices.components : named;
  const wanted = open.map((s) => [...s.items.map((item) => item.name), s.reason].filter(Boolean).join('; '));
  return html`${wanted.length > 0 && inset(lang, { vi: `Đã yêu cầu: ${wanted.join('; ')}`, en: `Asked for: ${wanted.join('; ')}` })}<ul
      class="supplied"
    >
      ${offered
        .filter((c) => !c.filledIn)
        .map(
          (c) => html`<li>
            ${checkbox(lang, { name: 'co', id: id(`co-${c.key}`), value: c.key, label: c.name, checked: many(ctx, 'co').includes(c.key) })}
            <label class="visually-hidden" for="${id(`quet-${c.key}`)}">${c.name[lang]}</label
            >${filePicker(lang, { id: id(`quet-${c.key}`), name: `quet-${c.key}`, accept: '.pdf,.jpg,.png' })}
          </li>`,
        )}
    </ul>
    ${textarea(lang, { name: 'ly-do', id: id('ly-do'), label: { vi: 'Ghi chú', en: 'Note' }, rows: 2, optional: true, value: typed(ctx, 'ly-do') })}`;
}
