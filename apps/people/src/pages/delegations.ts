import { localDate, may, page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  autocomplete,
  banner,
  button,
  details,
  emptyState,
  type Filled,
  form,
  fresh,
  html,
  type Html,
  refusedForm,
  table,
  tag,
  textarea,
  textInput,
} from '@dinh/ui';
import { longestDelegation } from '@dinh/identity';
import { listColleagues } from '../queries/list-colleagues.ts';
import { hiddenKey, screen, typed } from './frame.ts';
import { type Delegation, delegationColumns } from './delegation-columns.ts';

const title: Text = { vi: 'Ủy quyền', en: 'Delegation' };
const path = '/uy-quyen';

const askFor: Record<string, Text> = {
  to: { vi: 'Hãy chọn người nhận ủy quyền.', en: 'Choose to whom.' },
  from: { vi: 'Hãy nhập ngày đầu.', en: 'Type the first day.' },
  until: { vi: 'Hãy nhập ngày cuối.', en: 'Type the last day.' },
  reason: { vi: 'Hãy nhập lý do.', en: 'Type the reason.' },
};

/** P9: heads hand their authority over while they are away; to whom it is handed sees here from whom, until when and why. */
export const delegationsPage = page({
  path,
  title,
  may: 'people.view-directory',
  run: async (ctx) => show(await delegationsScreen(ctx, fresh())),
});

export const delegatePost = post({
  path,
  title,
  may: 'identity.delegate-authority',
  async run(ctx) {
    try {
      await ctx.run('identity.delegate-authority', {
        to: typed(ctx, 'to') ?? '',
        from: typed(ctx, 'from') ?? '',
        until: typed(ctx, 'until') ?? '',
        reason: typed(ctx, 'reason') ?? '',
      });
      return redirect(`${path}?xong=1`);
    } catch (error) {
      return show(await delegationsScreen(ctx, refusedForm(ctx, error, askFor)), 422);
    }
  },
});

export const revokePost = post({
  path: `${path}/thu-hoi`,
  title,
  may: 'identity.delegate-authority',
  async run(ctx) {
    try {
      await ctx.run('identity.revoke-delegation', { delegation: typed(ctx, 'delegation') ?? '' });
      return redirect(`${path}?xong=thu-hoi`);
    } catch (error) {
      return show(await delegationsScreen(ctx, refusedForm(ctx, error)), 422);
    }
  },
});

const done: Readonly<Record<string, Text>> = {
  1: {
    vi: 'Đã ủy quyền. Người nhận được báo ngay.',
    en: 'The authority is delegated. The receiver is told at once.',
  },
  'thu-hoi': {
    vi: 'Đã thu hồi. Người nhận không làm thay bạn được nữa.',
    en: 'It is taken back. They act for you no more.',
  },
};

async function delegationsScreen(ctx: PageContext, filled: Filled) {
  const { lang } = ctx;
  const { delegations } = await ctx.run('identity.list-delegations', {});
  return screen(ctx, {
    title,
    wrong: filled.wrong,
    main: html`${filled.summary}
      ${done[ctx.query['xong'] ?? ''] && banner(lang, { tone: 'done', body: done[ctx.query['xong']!]! })}
      <h1>${title[lang]}</h1>
      ${may(ctx.principal, 'identity.delegate-authority') && (await delegateForm(ctx, filled))}
      ${table<Delegation>(lang, {
        caption: { vi: 'Đã giao và đã nhận', en: 'Given and received' },
        dense: true,
        rows: delegations,
        columns: [
          ...delegationColumns(lang),
          { key: 'state', label: { vi: 'Tình trạng', en: 'State' }, cell: (d) => stateOf(ctx, d) },
        ],
        empty: emptyState(lang, {
          quiet: true,
          title: {
            vi: 'Bạn chưa giao hoặc nhận ủy quyền nào',
            en: 'You have neither given nor received any',
          },
        }),
      })}`,
  });
}

async function delegateForm(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const { colleagues } = await ctx.run(listColleagues, {});
  const today = localDate(ctx.now);
  const months = await longestDelegation(ctx.app, ctx.now);
  return html`<p>
        ${
          {
            vi: 'Người nhận làm được mọi việc thuộc chức vụ của bạn trong thời gian này. Hồ sơ và nhật ký ghi rõ ai làm, thay cho ai. Bạn có thể thu hồi bất cứ lúc nào.',
            en: 'The receiver may do all that your positions allow in this time. Records and the audit trail say who acted, and for whom. You can take it back at any time.',
          }[lang]
        }
      </p>
      <div class="narrow">${form(lang, {
        action: path,
        body: html`${hiddenKey(ctx)}
        ${autocomplete(lang, {
          name: 'to',
          label: { vi: 'Người nhận ủy quyền', en: 'To whom' },
          hint: {
            vi: 'Người cùng cơ quan; gõ một phần họ tên, chức vụ hoặc đơn vị để tìm.',
            en: 'A colleague of your agency; type a part of a name, title or unit to find one.',
          },
          placeholder: { vi: 'Chọn người cùng cơ quan', en: 'Choose a colleague' },
          value: filled.value('to'),
          error: filled.error('to'),
          options: colleagues.map((c: { person: string; name: string; title: Text; unit: Text }) => ({
            value: c.person,
            label: `${c.name} · ${c.title[lang]}, ${c.unit[lang]}`,
          })),
        })}
        ${textInput(lang, { name: 'from', type: 'date', width: 10, label: { vi: 'Từ ngày', en: 'From' }, value: filled.value('from') ?? today, error: filled.error('from') })}
        ${textInput(lang, { name: 'until', type: 'date', width: 10, label: { vi: 'Đến hết ngày', en: 'Last day' }, ...(months !== undefined && { hint: { vi: `Dài nhất ${months} tháng`, en: `${months} months at the longest` } }), value: filled.value('until'), error: filled.error('until') })}
        ${textarea(lang, { name: 'reason', rows: 2, maxLength: 500, label: { vi: 'Lý do', en: 'Reason' }, hint: { vi: 'Ví dụ: đi công tác, nghỉ phép', en: 'For example: away on duty, on leave' }, value: filled.value('reason'), error: filled.error('reason') })}
        ${button(lang, { label: { vi: 'Ủy quyền', en: 'Delegate' } })}`,
      })}</div>`;
}

function stateOf(ctx: PageContext, d: Delegation) {
  const { lang, now } = ctx;
  if (d.revokedAt) return tag(lang, 'stopped', { vi: 'Đã thu hồi', en: 'Revoked' });
  if (d.validTo <= now) return tag(lang, 'done', { vi: 'Đã hết hạn', en: 'Ended' });
  const state =
    d.validFrom > now
      ? tag(lang, 'waiting', { vi: 'Chưa đến ngày', en: 'Not begun' })
      : d.rests
        ? tag(lang, 'stopped', {
            vi: 'Tạm ngừng cùng tài khoản người giao',
            en: 'Rests while its giver is suspended',
          })
        : tag(lang, 'doing', { vi: 'Đang hiệu lực', en: 'In force' });
  if (d.from !== ctx.principal.id) return state;
  return html`${state}
  ${details(lang, {
    summary: { vi: 'Thu hồi', en: 'Revoke' },
    body: html`<p>
        ${
          {
            vi: `${d.toName} thôi làm thay bạn ngay lúc này. Muốn giao lại phải lập ủy quyền mới.`,
            en: `${d.toName} stops acting for you at this moment. To hand it over again you delegate anew.`,
          }[lang]
        }
      </p>
      ${form(lang, {
        action: `${path}/thu-hoi`,
        body: html`<input type="hidden" name="delegation" value="${d.id}" />${button(lang, { kind: 'danger', label: { vi: 'Thu hồi ngay', en: 'Revoke now' } })}`,
      })}`,
  })}`;
}
