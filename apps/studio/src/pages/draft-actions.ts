import { type Definition, localDate, type PageContext } from '@dinh/kernel';
import {
  banner,
  button,
  buttonGroup,
  details,
  checkbox,
  form,
  formatDate,
  html,
  type Html,
  linkButton,
  textarea,
  textInput,
} from '@dinh/ui';
import { kindNamed, mayEdit, mayPublish } from '../model/kinds.ts';
import { caseName, type CaseResult } from '../model/test-case.ts';
import { address, hiddenKey, posted } from './frame.ts';
import type { Draft } from './shown.ts';

/** A version of the definition as the list of its versions has it, the newest first. */
type Version = Pick<Definition, 'version' | 'effectiveFrom'>;

/** What this person may do with the draft now. */
export function draftActions(
  ctx: PageContext,
  draft: Draft,
  failing: readonly CaseResult[],
  versions: readonly Version[],
): Html | undefined {
  const { lang } = ctx;
  const today = localDate(ctx.now);
  const toCome = versions.filter((one) => one.effectiveFrom > (draft.effectiveFrom ?? today));
  const kind = kindNamed(ctx.app, draft.kind);
  const author = draft.author === ctx.principal.id;
  const act = (name: string, body: Html) =>
    form(lang, {
      action: `/studio/du-thao/${draft.id}`,
      body: html`${hiddenKey(ctx)}<input type="hidden" name="act" value="${name}" />${body}`,
    });
  const withdraw = details(lang, {
    summary: { vi: 'Bỏ dự thảo này', en: 'Give this draft up' },
    body: act(
      'withdraw',
      html`<p>${{ vi: 'Dự thảo đã rút vẫn còn trong lịch sử nhưng không dùng lại được.', en: 'A withdrawn draft stays in the history and cannot be taken up again.' }[lang]}</p>
        ${button(lang, { kind: 'danger', label: { vi: 'Rút dự thảo', en: 'Withdraw' } })}`,
    ),
  });
  const edit = linkButton(lang, {
    kind: 'secondary',
    label: { vi: 'Sửa tiếp', en: 'Go on writing' },
    href: `${address(draft.kind, draft.key)}/soan`,
  });
  const behind = draft.state === 'published' ? undefined : outrun(ctx, draft, versions);
  if (draft.state === 'writing' && author && mayEdit(ctx.principal, kind))
    return html`${behind}${failing.length > 0 && casesFailing(ctx, failing)}${
      draft.problems.length === 0 &&
      act(
        'submit',
        html`${shortLived(ctx, toCome)}${textInput(lang, { name: 'from', type: 'date', width: 10, label: { vi: 'Có hiệu lực từ ngày', en: 'In force from' }, value: posted(ctx, 'from') ?? draft.effectiveFrom ?? localDate(ctx.now) })}
        ${textarea(lang, { name: 'note', rows: 2, optional: true, maxLength: 1000, label: { vi: 'Lời trình', en: 'A word to whoever approves' }, value: posted(ctx, 'note') })}
        ${button(lang, { label: { vi: 'Trình phê duyệt', en: 'Submit for approval' } })}`,
      )
    }${buttonGroup(edit)}${withdraw}`;
  if (draft.state !== 'waiting') return undefined;
  if (author)
    return html`${behind ?? shortLived(ctx, toCome)}<p>${{ vi: 'Đang chờ một người khác phê duyệt. Sửa tiếp sẽ rút lại việc trình.', en: 'It waits for the approval of somebody else. Writing on takes it back.' }[lang]}</p>
      ${buttonGroup(edit)}${withdraw}`;
  if (!mayPublish(ctx.principal, kind)) return undefined;
  return html`${behind}${
    !behind &&
    act(
      'publish',
      html`${failing.length > 0 && passOver(ctx, failing)}${shortLived(ctx, toCome)}
    <p>${{ vi: 'Bản đã ban hành không sửa lại được; muốn đổi nữa thì soạn phiên bản mới. Hồ sơ đang giải quyết vẫn theo bản cũ.', en: 'What is published is not changed any more: a further change is a new version. Dossiers that run stay with the old one.' }[lang]}</p>
    ${buttonGroup(
      button(lang, {
        label: {
          vi: `Phê duyệt, có hiệu lực từ ${formatDate(draft.effectiveFrom!)}`,
          en: `Approve, in force from ${formatDate(draft.effectiveFrom!)}`,
        },
      }),
    )}`,
    )
  }
  ${act(
    'return',
    html`${textarea(lang, { name: 'note', rows: 2, maxLength: 1000, label: { vi: 'Lý do trả lại', en: 'Why it is given back' }, value: posted(ctx, 'note') })}
    ${button(lang, { kind: 'secondary', label: { vi: 'Trả lại để sửa', en: 'Give back' } })}`,
  )}`;
}

/** A draft that somebody else's version has outrun is not published: its author looks at that one and submits it anew. */
function outrun({ lang }: PageContext, draft: Draft, versions: readonly Version[]): Html | undefined {
  const newest = versions[0]?.version ?? 0;
  if (newest <= draft.baseVersion) return undefined;
  return banner(lang, {
    tone: 'soon',
    body: html`${{ vi: `Bản ${newest} đã được ban hành sau khi dự thảo này được viết, nên dự thảo chưa phê duyệt được: người soạn xem bản ấy, bấm “Sửa tiếp”, lưu rồi trình lại.`, en: `Version ${newest} was published after this draft was written, so that it cannot be approved yet: its author looks at that version, goes on writing, saves and submits again.` }[lang]}
      <a href="${address(draft.kind, draft.key)}/so-sanh?cu=${draft.baseVersion}&moi=${newest}">${{ vi: 'Xem bản ấy đổi gì', en: 'See what it changed' }[lang]}</a>`,
  });
}

/** A version that begins before another one that is to come ends when that begins: to take that back, it needs its day. */
function shortLived({ lang }: PageContext, toCome: readonly Version[]): Html | undefined {
  const next = toCome.toSorted((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom))[0];
  if (!next) return undefined;
  const day = formatDate(next.effectiveFrom);
  return banner(lang, {
    tone: 'soon',
    body: {
      vi: `Bản ${next.version} đã ban hành, có hiệu lực từ ${day}. Bản có hiệu lực trước ngày ấy chỉ giữ đến hết hôm trước; muốn thay bản ${next.version} thì cho có hiệu lực từ ${day}.`,
      en: `Version ${next.version} is published and in force from ${day}. What is in force before that day ends when it comes; to replace version ${next.version}, choose ${day}.`,
    },
  });
}

/** Why a version is published although cases fail, and whether they expect something else from now on. */
function passOver(ctx: PageContext, failing: readonly CaseResult[]): Html {
  const { lang } = ctx;
  const broken = failing.filter((one) => one.why !== undefined).length;
  return html`${casesFailing(ctx, failing)}
    ${textInput(lang, { name: 'override', maxLength: 1000, width: 'full', label: { vi: 'Lý do vẫn ban hành', en: 'Why it is published all the same' }, hint: { vi: 'Bắt buộc khi còn ca không đạt, ít nhất 10 chữ cái', en: 'Needed while cases fail, ten letters or more' }, value: posted(ctx, 'override') })}
    ${
      broken < failing.length &&
      checkbox(lang, {
        name: 'accept',
        value: 'yes',
        checked: posted(ctx, 'accept') !== undefined,
        label: {
          vi: 'Từ nay các ca này lấy kết quả của bản mới làm kết quả mong đợi',
          en: 'From now on these cases expect what the new version answers',
        },
        ...(broken > 0 && {
          hint: {
            vi: `Không kể ${broken} ca bị dừng giữa chừng: hãy chạy thử lại từng ca ấy rồi lưu với cùng tên.`,
            en: `But for ${broken} that break off: go through each again and keep it under the same name.`,
          },
        }),
      })
    }`;
}

/** Which test cases fail in what is proposed, before it is submitted and before it is approved. */
function casesFailing({ lang }: PageContext, failing: readonly CaseResult[]): Html {
  return banner(lang, {
    tone: 'soon',
    title: {
      vi: `${failing.length} ca kiểm thử không đạt`,
      en: failing.length === 1 ? '1 test case fails' : `${failing.length} test cases fail`,
    },
    body: html`<a href="#kiem-thu">${failing.map((one) => caseName(one)[lang]).join('; ')}</a>`,
  });
}
