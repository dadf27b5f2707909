import { type OperationTypes, type OutputOf, page, type PageContext, type PageResult, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  checkbox,
  buttonGroup,
  details,
  emptyState,
  errorSummary,
  type FormError,
  formatDate,
  html,
  type Html,
  linkButton,
  tag,
} from '@dinh/ui';
import { authorityKinds } from '../../model/authority-words.ts';
import { screen } from '../frame.ts';
import { authorityPath, authorityTitle, fieldNames, lastDay, limitsText, periodText, reasonForm } from './parts.ts';

type Mine = OutputOf<OperationTypes['identity.list-my-authorities']>['authorities'][number];
type Business = OutputOf<OperationTypes['identity.list-my-businesses']>['businesses'][number];
type Invitation = OutputOf<OperationTypes['identity.list-my-invitations']>['invitations'][number];

const done: Record<string, Text> = {
  'khai-bao': {
    vi: 'Đã gửi khai báo. Hãy mang bản chính đến bộ phận một cửa để được xác nhận; việc ủy quyền thì người ủy quyền cũng xác nhận được trong tài khoản của họ.',
    en: 'Your declaration is sent. Bring the original to a one-stop desk to have it confirmed; a power of attorney the grantor can also confirm in their account.',
  },
  'tra-loi': { vi: 'Đã ghi nhận câu trả lời của bạn.', en: 'Your answer is recorded.' },
  'ket-thuc': { vi: 'Đã chấm dứt.', en: 'It is ended.' },
};

/** For whom one acts, who acts for oneself, and what waits for an answer. */
export const authoritiesPage = page({
  path: authorityPath,
  title: authorityTitle,
  may: 'signed-in',
  run: (ctx) => authoritiesScreen(ctx),
});

/** @param errors what was wrong with an act on this page */
export async function authoritiesScreen(ctx: PageContext, errors: FormError[] = []): Promise<PageResult> {
  const { lang } = ctx;
  const code = ctx.query['ma']?.trim().slice(0, 40);
  const asked = code ? { code } : {};
  const [{ authorities }, { businesses }, { invitations }, names] = await Promise.all([
    ctx.run('identity.list-my-authorities', asked),
    ctx.run('identity.list-my-businesses', {}),
    ctx.run('identity.list-my-invitations', asked),
    fieldNames(ctx),
  ]);
  const of = (...states: string[]) => authorities.filter((one) => states.includes(one.state));
  const live = of('in-force', 'later');
  const acting = live.filter((one) => one.as === 'agent');
  const waiting = of('waiting');
  const over = of('refused', 'withdrawn', 'ended');
  const question = of('asked');
  const said = done[ctx.query['xong'] ?? ''];
  const known = { ctx, names };
  return screen(
    ctx,
    {
      title: authorityTitle,
      noSearch: true,
      back: '/tai-khoan',
      wrong: errors.length > 0,
      main: html`${errorSummary(lang, errors)}${said && banner(lang, { tone: 'done', body: said })}
        <h1>${authorityTitle[lang]}</h1>
        ${current(ctx)}
        ${
          question.length + invitations.length > 0 &&
          html`<h2>${{ vi: 'Chờ bạn trả lời', en: 'Waiting for your answer' }[lang]}</h2>
            ${question.map((one) => questionOf(known, one, code))}${invitations.map((one) => invitationOf(known, one, code))}`
        }
        ${
          code &&
          question.length + invitations.length === 0 &&
          banner(lang, {
            tone: 'soon',
            body: {
              vi: 'Không có lời mời nào dùng mã này cho số định danh của bạn. Xin kiểm tra mã với người đã đưa.',
              en: 'No invitation has this code for your identity number. Please check it with whoever gave it to you.',
            },
          })
        }
        <h2>${{ vi: 'Bạn làm thay cho', en: 'You act for' }[lang]}</h2>
        ${
          acting.length + businesses.length === 0
            ? emptyState(lang, {
                quiet: true,
                title: { vi: 'Bạn chưa đại diện cho ai', en: 'You act for nobody yet' },
                body: {
                  vi: 'Cha mẹ khai báo để nộp hồ sơ cho con; người được ủy quyền khai báo giấy ủy quyền.',
                  en: 'Parents declare their children to file for them; agents declare their power of attorney.',
                },
              })
            : html`${businesses.map((one) => businessItem(known, one))}${acting.map((one) => actingItem(known, one))}`
        }
        ${buttonGroup(
          linkButton(lang, {
            href: `${authorityPath}/khai-bao/tre-em`,
            kind: 'secondary',
            label: { vi: 'Khai báo con, trẻ em giám hộ', en: 'Declare a child' },
          }),
          linkButton(lang, {
            href: `${authorityPath}/khai-bao/uy-quyen`,
            kind: 'secondary',
            label: { vi: 'Khai báo giấy ủy quyền', en: 'Declare a power of attorney' },
          }),
          linkButton(lang, {
            href: `${authorityPath}/khai-bao/giam-ho`,
            kind: 'secondary',
            label: { vi: 'Khai báo người được giám hộ', en: 'Declare a ward' },
          }),
          linkButton(lang, {
            href: '/tai-khoan/doanh-nghiep',
            kind: 'secondary',
            label: { vi: 'Thêm doanh nghiệp', en: 'Add a business' },
          }),
        )}
        ${details(lang, {
          summary: { vi: 'Nhập mã', en: 'Enter a code' },
          body: html`<form method="get" action="${authorityPath}">
            <div class="field">
              <label class="label" for="ma">${{ vi: 'Mã do người mời đưa', en: 'Code that you were given' }[lang]}</label>
              <input class="input width-20" id="ma" name="ma" autocomplete="off" maxlength="40" />
            </div>
            ${button(lang, { label: { vi: 'Xem', en: 'Look' }, kind: 'secondary' })}
          </form>`,
        })}
        <h2>${{ vi: 'Người làm thay cho bạn', en: 'Who acts for you' }[lang]}</h2>
        ${
          live.some((one) => one.as === 'subject')
            ? html`${live.filter((one) => one.as === 'subject').map((one) => grantedItem(known, one))}`
            : html`<p class="muted">${{ vi: 'Chưa có ai.', en: 'Nobody.' }[lang]}</p>`
        }
        <p>
          ${linkButton(lang, { href: `${authorityPath}/uy-quyen`, kind: 'secondary', label: { vi: 'Ủy quyền cho người khác', en: 'Give somebody the power' } })}
        </p>
        ${
          waiting.length > 0 &&
          html`<h2>${{ vi: 'Đang chờ xác nhận', en: 'Waiting for confirmation' }[lang]}</h2>
            ${waiting.map((one) => waitingItem(known, one))}`
        }
        ${
          over.length > 0 &&
          details(lang, {
            summary: {
              vi: `Đã chấm dứt hoặc bị từ chối (${over.length})`,
              en: `Ended or refused (${over.length})`,
            },
            body: html`<ul>
              ${over.map((one) => overItem(known, one))}
            </ul>`,
          })
        }`,
    },
    errors.length > 0 ? 422 : 200,
  );
}

interface Known {
  readonly ctx: PageContext;
  readonly names: ReadonlyMap<string, Text>;
}

function current(ctx: PageContext): Html | undefined {
  const { lang, principal } = ctx;
  if (!principal.actsFor) return undefined;
  const { name } = principal.actsFor;
  return banner(lang, {
    body: { vi: `Bạn đang làm việc thay mặt ${name}.`, en: `You are acting for ${name}.` },
    actions: actForm(ctx, '', { vi: 'Trở lại làm việc cho mình', en: 'Act for myself again' }),
  });
}

function actForm(ctx: PageContext, authority: string, label: Text): Html {
  return html`<form method="post" action="${authorityPath}/thay-mat">
    <input type="hidden" name="authority" value="${authority}" />${button(ctx.lang, { kind: 'secondary', label })}
  </form>`;
}

function endForm(ctx: PageContext, hidden: Record<string, string>, more?: Html): Html {
  return reasonForm(
    ctx,
    `${authorityPath}/ket-thuc`,
    hidden,
    { vi: 'Chấm dứt', en: 'End it' },
    button(ctx.lang, { kind: 'danger', label: { vi: 'Chấm dứt việc đại diện', en: 'End this authority' } }),
    more,
  );
}

function item(head: Html | string, lines: readonly (Html | string | undefined)[], acts: Html): Html {
  const below = lines.filter((line) => line !== undefined);
  return html`<section class="inset">
    <h3>${head}</h3>
    <p>${below.map((line, i) => html`${i > 0 && html`<br />`}${line}`)}</p>
    ${acts}
  </section>`;
}

const until = ({ lang }: PageContext, to: string): string =>
  ({ vi: `Đến hết ngày ${lastDay(to)}`, en: `Until ${lastDay(to)}` })[lang];

function businessItem(known: Known, one: Business): Html {
  const { ctx, names } = known;
  const { lang } = ctx;
  const current = ctx.principal.actsFor?.id === one.authority;
  return item(
    html`${one.name} ${one.verified ? tag(lang, 'done', { vi: 'đã xem giấy tờ', en: 'papers seen' }) : tag(lang, 'waiting', { vi: 'tự khai', en: 'as declared' })}`,
    [
      `${{ vi: 'MST', en: 'Tax code' }[lang]} ${one.taxCode}`,
      limitsText(ctx, one, names),
      one.to ? until(ctx, one.to) : undefined,
    ],
    html`${!current && actForm(ctx, one.authority, { vi: 'Làm việc thay mặt', en: 'Act for it' })}
    ${
      one.acts.includes('manage') &&
      html`<p>
        <a href="/tai-khoan/doanh-nghiep/${one.id}">${{ vi: 'Người đại diện và thông tin doanh nghiệp', en: 'Representatives and details' }[lang]}</a>
      </p>`
    }${endForm(ctx, { representative: one.authority }, one.acts.includes('manage') ? lastToo(ctx, one.authority) : undefined)}`,
  );
}

/** Who manages a business alone says that they know what follows; where others manage it, it asks for nothing. */
const lastToo = ({ lang }: PageContext, id: string): Html =>
  checkbox(lang, {
    name: 'last',
    id: `last-${id}`,
    label: {
      vi: 'Nếu tôi là người quản lý cuối cùng: tôi biết rằng sau đó không ai mời được người khác',
      en: 'If I am the last to manage it: I know that nobody can invite others after that',
    },
    hint: {
      vi: 'Chỉ bộ phận một cửa thêm được người đại diện, với giấy đăng ký doanh nghiệp.',
      en: 'Only a one-stop desk adds representatives then, with the registration of the business.',
    },
  });

function actingItem(known: Known, one: Mine): Html {
  const { ctx, names } = known;
  const now = one.state === 'in-force' && ctx.principal.actsFor?.id !== one.id;
  return item(
    one.subjectName,
    [authorityKinds[one.kind]?.[ctx.lang], limitsText(ctx, one, names), periodText(ctx, one.from, one.to)],
    html`${now && actForm(ctx, one.id, { vi: 'Làm việc thay mặt', en: 'Act for them' })}${endForm(ctx, { authority: one.id })}`,
  );
}

function grantedItem(known: Known, one: Mine): Html {
  const { ctx, names } = known;
  return item(
    one.agentName,
    [limitsText(ctx, one, names), periodText(ctx, one.from, one.to)],
    html`${documentLink(ctx, one)}${endForm(ctx, { authority: one.id })}`,
  );
}

function waitingItem(known: Known, one: Mine): Html {
  const { ctx } = known;
  const head =
    one.as === 'agent'
      ? { vi: `Bạn đại diện cho ${one.subjectName}`, en: `You act for ${one.subjectName}` }
      : { vi: `${one.agentName} đại diện cho bạn`, en: `${one.agentName} acts for you` };
  return item(
    head[ctx.lang],
    [{ vi: `Khai ngày ${formatDate(one.declaredAt)}`, en: `Declared ${formatDate(one.declaredAt)}` }[ctx.lang]],
    html`${documentLink(ctx, one)}${reasonForm(ctx, `${authorityPath}/ket-thuc`, { authority: one.id }, { vi: 'Rút lại', en: 'Withdraw' }, button(ctx.lang, { kind: 'danger', label: { vi: 'Rút lại', en: 'Withdraw' } }))}`,
  );
}

const states: Record<string, Text> = {
  refused: { vi: 'bị từ chối', en: 'refused' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
  ended: { vi: 'đã chấm dứt', en: 'ended' },
};

function overItem(known: Known, one: Mine): Html {
  const { ctx } = known;
  return html`<li>
    ${one.agentName} → ${one.subjectName}, ${periodText(ctx, one.from, one.to)}:
    ${states[one.state]?.[ctx.lang]}${one.endReason && html` (${one.endReason})`}
  </li>`;
}

function documentLink({ lang }: PageContext, one: Mine): Html | undefined {
  if (!one.documentName) return undefined;
  return html`<p><a href="${authorityPath}/${one.id}/tep">${{ vi: 'Xem giấy tờ', en: 'See the document' }[lang]}</a></p>`;
}

function answerForm(ctx: PageContext, hidden: Record<string, string | undefined>, yes: Text): Html {
  const { lang } = ctx;
  return html`<form method="post" action="${authorityPath}/tra-loi">
    <input type="hidden" name="_key" value="${ctx.formKey}" />
    ${Object.entries(hidden).map(([name, value]) => value && html`<input type="hidden" name="${name}" value="${value}" />`)}
    ${button(lang, { label: yes, name: 'answer', value: 'yes' })}
    ${button(lang, { label: { vi: 'Từ chối', en: 'Decline' }, kind: 'secondary', name: 'answer', value: 'no' })}
  </form>`;
}

function questionOf(known: Known, one: Mine, code: string | undefined): Html {
  const { ctx, names } = known;
  const { lang } = ctx;
  const text: Text =
    one.as === 'agent'
      ? {
          vi: `${one.subjectName} muốn ủy quyền cho bạn làm thay.`,
          en: `${one.subjectName} wants you to act for them.`,
        }
      : {
          vi: `${one.agentName} khai rằng bạn đã ủy quyền cho họ. Nếu không đúng, hãy từ chối.`,
          en: `${one.agentName} says that you gave them a power of attorney. If that is not so, decline.`,
        };
  return html`<div class="inset">
    <p>${text[lang]}</p>
    <p>${limitsText(ctx, one, names)}</p>
    <p>${periodText(ctx, one.from, one.to)}</p>
    ${documentLink(ctx, one)}${answerForm(ctx, { authority: one.id, code }, one.as === 'agent' ? { vi: 'Nhận', en: 'Accept' } : { vi: 'Đúng, tôi đã ủy quyền', en: 'Yes, I gave it' })}
  </div>`;
}

function invitationOf(known: Known, one: Invitation, code: string | undefined): Html {
  const { ctx, names } = known;
  return html`<div class="inset">
    <p>
      ${
        {
          vi: `${one.invitedByName} mời bạn đại diện cho ${one.businessName} (MST ${one.taxCode})${one.title ? `, chức danh ${one.title}` : ''}.`,
          en: `${one.invitedByName} asks you to represent ${one.businessName} (tax code ${one.taxCode})${one.title ? ` as ${one.title}` : ''}.`,
        }[ctx.lang]
      }
    </p>
    <p>${limitsText(ctx, one, names)}</p>
    <p>${periodText(ctx, one.from, one.to)}</p>
    ${answerForm(ctx, { invitation: one.id, code }, { vi: 'Nhận lời', en: 'Accept' })}
  </div>`;
}
