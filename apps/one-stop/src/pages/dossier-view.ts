import { type FilledForm, renderAnswers } from '@dinh/forms';
import { may, type PageContext, type Text, startOfDay } from '@dinh/kernel';
import {
  button,
  type Child,
  dialog,
  dialogLink,
  form,
  formatDate,
  formatDateTime,
  formatMoney,
  html,
  type Html,
  inset,
  linkButton,
  summaryList,
  tag,
  textarea,
  toolbar,
  inVietnamese,
  whoMaySee,
} from '@dinh/ui';
import { numberOf } from '../model/dossier.ts';
import { Status, statusNames } from '../model/status.ts';
import type { Act, Withheld } from '../queries/list-acts.ts';
import type { DossierPage } from '../queries/view-dossier.ts';
import type { Choices } from './act-choices.ts';
import { actForm, actHref, asksMore } from './act-form.ts';
import { files, viewer } from './dossier-files.ts';
import { history, more, stepList } from './dossier-parts.ts';
import { filledForm } from './fee-reasons.ts';
import { hidden, withQuery } from './frame.ts';
import { capacities, channels, deliveries, feeStates, keysOf, paperName, statusTone } from './words.ts';
import { dueTag, spanWords } from './when.ts';

export interface DossierView {
  readonly page: DossierPage;
  readonly acts: readonly Act[];
  /** What somebody else has to do, and why. */
  readonly withheld?: readonly Withheld[];
  readonly choices: Choices;
  /** Address of the page on which it stands; acts come back to it. */
  readonly here: string;
  /** Shown above: what has just been done, or why something was refused. */
  readonly notice?: Child;
  /** To be looked at only, beside the question of an act. */
  readonly reading?: boolean;
  /** Component to be shown in the viewer. */
  readonly file?: string;
}

/** A dossier in full: what can be done now, the facts, papers, the form as filled, steps, history. */
export async function dossierView(ctx: PageContext, view: DossierView): Promise<Html> {
  const { lang } = ctx;
  const { page } = view;
  const { dossier } = page;
  const filled = await filledForm(ctx, page);
  return html`${view.notice}${!view.reading && actBar(ctx, view)}
    <h2 class="dossier-title">${inVietnamese(lang, dossier.title)}</h2>
    <p class="dossier-line">
      <strong class="code">${numberOf(dossier)}</strong> ${tag(lang, statusTone[dossier.status] ?? 'doing', statusNames[dossier.status])}
      ${dossier.dueAt && dueTag(lang, dossier, ctx.now)}
    </p>
    <nav class="link-line dossier-parts" aria-label="${lang === 'vi' ? 'Các phần của hồ sơ' : 'Parts of the dossier'}">
      ${parts.map(([id, name]) => html`<a href="#${id}">${name[lang]}</a>`)}
      ${whoMaySee(lang, may(ctx.principal, 'people.explain-access'), 'dossier', dossier.id)}
    </nav>
    ${body(ctx, view, filled)}`;
}

/** Beside each other where there is room: what was handed in and what became of it, or the paper that is read and all the rest. */
function body(ctx: PageContext, view: DossierView, filled: FilledForm | undefined): Html {
  const { lang } = ctx;
  const { page } = view;
  const given = html`${facts(ctx, page)}${files(ctx, view)}${answers(ctx, page, filled)}`;
  const done = html`<section id="cac-buoc">
      <h3>${lang === 'vi' ? 'Các bước' : 'Steps'}</h3>
      ${stepList(ctx, page)}
    </section>
    ${more(ctx, page, filled)}
    <section id="lich-su">
      <h3>${lang === 'vi' ? 'Lịch sử' : 'History'}</h3>
      ${history(ctx, page)}
    </section>`;
  const paper = viewer(ctx, view);
  return paper
    ? html`<div class="dossier-body">
        ${paper}
        <div>${given}${done}</div>
      </div>`
    : html`<div class="dossier-body">
        <div>${given}</div>
        <div>${done}</div>
      </div>`;
}

const parts: readonly (readonly [id: string, name: Text])[] = [
  ['tep', { vi: 'Thành phần', en: 'Papers' }],
  ['to-khai', { vi: 'Tờ khai', en: 'Form' }],
  ['cac-buoc', { vi: 'Các bước', en: 'Steps' }],
  ['lich-su', { vi: 'Lịch sử', en: 'History' }],
];

/** The acts: those that need nothing more are buttons, the others open a dialog (a page where no script runs). */
function actBar(ctx: PageContext, view: DossierView): Child {
  const { lang } = ctx;
  const { page, acts, choices, here } = view;
  const keys = keysOf(acts);
  const several = new Set(acts.flatMap((act) => (act.taskId ? [act.taskId] : []))).size > 1;
  const label = (act: Act) =>
    several && act.step ? { vi: `${act.name.vi} (${act.step.vi})`, en: `${act.name.en} (${act.step.en})` } : act.name;
  // The steps of the process stand out; what can be done beside them is there, but quietly.
  const kind = (act: Act) =>
    act.kind === 'primary'
      ? ('main' as const)
      : act.kind === 'quiet' || (act.taskId === null && !['collect-fee', 'hand-over', 'take-over'].includes(act.key))
        ? ('quiet' as const)
        : act.kind === 'danger'
          ? ('danger' as const)
          : ('secondary' as const);
  const receipt = page.papers.findLast((paper) => paper.template === 'receipt') ?? page.papers.at(-1);
  const direct = acts.filter((act) => !asksMore(act, page, choices));
  const behalf = acts.find((act) => act.behalfOf)?.behalfOf;
  const buttons = acts.map((act, i) =>
    direct.includes(act)
      ? button(lang, {
          label: label(act),
          kind: kind(act),
          key: keys[i],
          formAction: actHref(page, act),
          attributes: { form: 'acts' },
        })
      : dialogLink(lang, {
          label: label(act),
          kind: kind(act),
          key: keys[i],
          dialog: `dialog-${act.key}${act.taskId ? `-${act.taskId}` : ''}`,
          href: withQuery(actHref(page, act), { ve: here }),
        }),
  );
  return html`${toolbar(
    lang,
    { vi: 'Việc được làm lúc này', en: 'What can be done now' },
    buttons,
    receipt &&
      linkButton(lang, {
        label: html`${lang === 'vi' ? 'In' : 'Print'}<span class="visually-hidden"> ${paperName(lang, receipt)}</span>`,
        href: `/giay-to/${receipt.id}.pdf`,
        key: 'i',
        kind: 'quiet',
        attributes: { target: '_blank' },
      }),
  )}${withheldActs(ctx, view)}${feeOwed(ctx, page)}${
    behalf &&
    inset(lang, {
      vi: `Bạn đang làm thay mặt ${behalf}: việc bạn làm ở đây sẽ ghi tên cả hai người.`,
      en: `You act for ${behalf}: what you do here will name both of you.`,
    })
  }${
    direct.length > 0 &&
    form(lang, {
      action: actHref(page, direct[0]!),
      id: 'acts',
      key: ctx.formKey,
      body: html`${hidden({ ve: here })}${
        direct.some((act) => act.key !== 'claim-task') &&
        textarea(lang, {
          name: 'y-kien',
          id: 'y-kien',
          label: { vi: 'Ý kiến kèm theo', en: 'Remarks' },
          rows: 1,
          optional: true,
          attributes: { 'data-key': 'e' },
        })
      }`,
    })
  }${acts
    .filter((act) => !direct.includes(act))
    .map((act) =>
      dialog(lang, {
        id: `dialog-${act.key}${act.taskId ? `-${act.taskId}` : ''}`,
        title: act.name,
        body: actForm(ctx, page, act, choices, here),
      }),
    )}`;
}

/** Separation of duties: what would be theirs to do, and why somebody else does it. */
function withheldActs({ lang }: PageContext, { withheld = [] }: DossierView): Child {
  return withheld.map(({ name, why }) =>
    inset(lang, {
      vi: `Không làm được “${name.vi}”. ${why.vi}`,
      en: `Not yours to do: “${name.en}”. ${why.en}`,
    }),
  );
}

/** Why the result is not with its holder yet. */
function feeOwed({ lang }: PageContext, { dossier: { fee, resultWithheld } }: DossierPage): Child {
  return (
    resultWithheld &&
    inset(lang, {
      vi: `Kết quả đã có và đang được giữ lại: người nộp còn phải nộp ${formatMoney('vi', fee)}. Họ chưa xem, chưa tải được văn bản; thu phí, ghi lý do miễn hoặc đợi thanh toán trực tuyến rồi mới trả kết quả.`,
      en: `The result is there and held back: ${formatMoney('en', fee)} are still to be paid. The applicant cannot see or download it yet; take the fee, give the reason of an exemption, or wait for the online payment before handing it out.`,
    })
  );
}

/** Statuses in which the clock stands, when it ran before. */
const standing: readonly number[] = [Status.supplement, Status.duty];

/** Since when the clock stands, and what is left for when it goes on (P11). */
function standsWords(since: Date, status: number, { left, dayMinutes }: DossierPage['clock']): Text {
  const span = spanWords(Math.max(0, left ?? 0), dayMinutes);
  const rest =
    status === Status.duty
      ? {
          vi: `; còn ${span.vi} làm việc, tính tiếp khi đã nộp tiền`,
          en: `; ${span.en} of working time left, counted on once it is paid`,
        }
      : { vi: '', en: '' };
  return {
    vi: `tạm dừng tính hạn từ ${formatDateTime(since)}${rest.vi}`,
    en: `the clock stands since ${formatDateTime(since)}${rest.en}`,
  };
}

/** By what an official sees that somebody may act for the owner: the directory, or only what was typed. */
function shownBy({ dossier, under }: DossierPage): Text {
  if (dossier.authorityId === null)
    return dossier.channel === 'online' ? { vi: ', tự khai', en: ', as declared' } : { vi: '', en: '' };
  if (!under) return { vi: ', đã ghi nhận trên hệ thống, nay đã chấm dứt', en: ', registered here, has ended since' };
  if (under.until === null) return { vi: ', đã ghi nhận trên hệ thống', en: ', registered here' };
  const until = formatDate(startOfDay(under.until));
  return { vi: `, đã ghi nhận trên hệ thống đến hết ${until}`, en: `, registered here until ${until}` };
}

function facts(ctx: PageContext, page: DossierPage): Html {
  const { lang } = ctx;
  const { dossier, places, clock } = page;
  const { contact } = dossier;
  const moment = (at: Date | null) => (at ? formatDateTime(at) : undefined);
  // On a day off a date can be past while no working time is: then the date alone speaks.
  const between = dossier.dueAt !== null && dossier.dueAt < ctx.now && clock.left === 0;
  const left =
    clock.left === null || between
      ? undefined
      : dossier.pausedAt && standing.includes(dossier.status)
        ? standsWords(dossier.pausedAt, dossier.status, clock)
        : clock.left >= 0
          ? {
              vi: `còn ${spanWords(clock.left, clock.dayMinutes).vi} làm việc`,
              en: `${spanWords(clock.left, clock.dayMinutes).en} of working time left`,
            }
          : {
              vi: `quá ${spanWords(clock.left, clock.dayMinutes).vi} làm việc`,
              en: `${spanWords(clock.left, clock.dayMinutes).en} of working time over`,
            };
  const filedBy =
    dossier.applicantName === dossier.ownerName && dossier.authorityId === null
      ? dossier.applicantName
      : `${dossier.applicantName} (${capacities[String(dossier.data['capacity'])]?.[lang] ?? ''}${shownBy(page)[lang]})`;
  return summaryList(
    lang,
    [
      { label: { vi: 'Chủ hồ sơ', en: 'Owner' }, value: html`<strong>${dossier.ownerName}</strong>` },
      { label: { vi: 'Người nộp', en: 'Applicant' }, value: filedBy },
      {
        label: { vi: 'Liên hệ', en: 'Contact' },
        value: [contact.name, contact.phone, contact.email].filter(Boolean).join(' · '),
      },
      {
        label: { vi: 'Nộp lúc', en: 'Filed' },
        value: `${formatDateTime(dossier.submittedAt)} · ${channels[dossier.channel]?.[lang] ?? ''} · ${dossier.reference}`,
      },
      ...(dossier.acceptedAt
        ? [
            { label: { vi: 'Tiếp nhận', en: 'Accepted' }, value: moment(dossier.acceptedAt) },
            {
              label: { vi: 'Hẹn trả', en: 'Date of return' },
              value: html`<strong>${moment(dossier.dueAt)}</strong>${left && ![3, 7, 8, 9, 10].includes(dossier.status) && html` <span class="muted">(${left[lang]})</span>`}${dossier.extended && html` ${tag(lang, 'waiting', { vi: 'đã hẹn lại', en: 'extended' })}`}`,
            },
          ]
        : []),
      {
        label: { vi: 'Nơi giải quyết', en: 'Settled by' },
        value: [places.unit[lang], places.section?.[lang]].filter(Boolean).join(' · '),
      },
      {
        label: { vi: 'Phí, lệ phí', en: 'Fee' },
        value:
          dossier.fee === 0
            ? { vi: 'Không thu', en: 'None' }
            : html`${formatMoney(lang, dossier.fee)} · ${feeStates[dossier.feeState]?.[lang]}`,
      },
      {
        label: { vi: 'Nhận kết quả', en: 'Result by' },
        value: deliveries[dossier.delivery.method] ?? dossier.delivery.method,
      },
    ],
    { dense: true },
  );
}

function answers(ctx: PageContext, page: DossierPage, filled: FilledForm | undefined): Html {
  if (!filled) return html``;
  const onPaper = page.dossier.channel !== 'online';
  return html`<section id="to-khai">
    <h3>${ctx.lang === 'vi' ? 'Tờ khai' : 'Form as filled'}</h3>
    ${onPaper && html`<p class="muted">${paperForm[ctx.lang]}</p>`}
    ${renderAnswers(filled.definition, page.dossier.data, filled.env, { dense: true, level: 3, answered: onPaper })}
  </section>`;
}

/** At the counter only a part of the form is typed in; what is not there was not left out by the applicant. */
const paperForm: Text = {
  vi: 'Nộp bằng giấy: ở đây là các mục đã nhập tại quầy; các mục khác ở trên tờ khai giấy.',
  en: 'Filed on paper: here is what was typed in at the counter; the rest stands on the paper form.',
};
