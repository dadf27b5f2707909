import { localDate, may, page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  button,
  counted,
  details,
  form,
  formatDate,
  formatDateTime,
  formatNumber,
  fresh,
  html,
  type Html,
  live,
  progressBar,
  sourceWords,
  summaryList,
  table,
  tabs,
  tag,
  textInput,
  timeline,
} from '@dinh/ui';
import { hiddenKey, refusedSummary, screen, typed } from '../frame.ts';
import { stateTag } from './list.ts';
import { headFields } from './new.ts';
import { mayChange, type PartKey, sections, successionsPath as path, successionsTitle as title, type View } from './words.ts';

const acts: Record<string, Text> = {
  'drawn-up': { vi: 'Lập phương án', en: 'Drawn up' },
  changed: { vi: 'Sửa phương án', en: 'Changed' },
  proposed: { vi: 'Trình phê duyệt', en: 'Proposed' },
  returned: { vi: 'Trả lại', en: 'Returned' },
  approved: { vi: 'Phê duyệt', en: 'Approved' },
  withdrawn: { vi: 'Rút', en: 'Withdrawn' },
  begun: { vi: 'Bắt đầu chuyển', en: 'Begun' },
  ended: { vi: 'Hoàn tất', en: 'Carried out' },
};

export const successionPage = page({
  path: `${path}/:id`,
  title,
  may: 'people.view-directory',
  run: async (ctx) => show(await successionScreen(ctx)),
});

/** The acts on a plan; a refused one shows the page again with the reason. */
export const successionPost = post({
  path: `${path}/:id`,
  title,
  may: 'people.view-directory',
  async run(ctx) {
    const id = ctx.params['id']!;
    try {
      await act(ctx, id);
      return redirect(`${path}/${id}`);
    } catch (error) {
      return show(await successionScreen(ctx, refusedSummary(ctx, error)), 422);
    }
  },
});

async function act(ctx: PageContext, id: string): Promise<unknown> {
  switch (typed(ctx, 'viec')) {
    case 'ngay': {
      const day = typed(ctx, 'day');
      await ctx.run('identity.save-succession', {
        id,
        ...(typed(ctx, 'version') && { version: Number(typed(ctx, 'version')) }),
        title: {
          vi: typed(ctx, 'title.vi') ?? '',
          en: typed(ctx, 'title.en') ?? typed(ctx, 'title.vi') ?? '',
        },
        basis: typed(ctx, 'basis') ?? '',
        ...(day && { day }),
      });
      return ctx.run('identity.check-succession', { id });
    }
    case 'kiem-tra':
      return ctx.run('identity.check-succession', { id });
    case 'trinh':
      return ctx.run('identity.propose-succession', { id });
    case 'duyet':
      return ctx.run('identity.approve-succession', { id });
    case 'tra-lai':
    case 'rut':
      return ctx.run('identity.withdraw-succession', {
        id,
        reason: typed(ctx, 'reason') ?? '',
        again: typed(ctx, 'viec') === 'tra-lai',
      });
    default:
      return undefined;
  }
}

async function successionScreen(ctx: PageContext, summary?: Html): Promise<Html> {
  const { lang } = ctx;
  const {
    succession: s,
    names,
    parts,
    acts: done,
  } = await ctx.run('identity.view-succession', {
    id: ctx.params['id']!,
  });
  const name = (key: string) => names[key]?.[lang] ?? key;
  return screen(ctx, {
    title: s.title,
    wrong: summary !== undefined,
    breadcrumbs: [{ label: title, href: path }, { label: s.title }],
    main: html`${summary}
      <h1>${s.title[lang]}</h1>
      ${live({
        id: 'succession-head',
        href: `${path}/${s.id}`,
        topics: [`succession:${s.id}`],
        since: ctx.position,
        body: summaryList(
          lang,
          [
            { label: { vi: 'Tình trạng', en: 'State' }, value: stateTag(ctx, s.state) },
            { label: { vi: 'Áp dụng từ ngày', en: 'From' }, value: s.day && formatDate(s.day) },
            { label: { vi: 'Căn cứ', en: 'Basis' }, value: s.basis },
            { label: { vi: 'Nguồn', en: 'Source' }, value: sourceWords(lang, s.source) },
          ],
          { dense: true },
        ),
      })}
      <p>
        ${
          {
            vi: 'Kết quả đã ký trước ngày áp dụng được phát hành dưới tên cơ quan cũ, vì người ký có thẩm quyền theo tên đó; kết quả ký từ ngày áp dụng mang tên cơ quan mới.',
            en: 'A result that was signed before the day is issued under the old name, since who signed had authority under it; what is signed from the day on bears the new name.',
          }[lang]
        }
      </p>
      ${contents(ctx, s)} ${actions(ctx, s)} ${progress(ctx, s, parts)} ${checked(ctx, s, name)}
      <h2>${{ vi: 'Đã làm', en: 'What was done' }[lang]}</h2>
      ${timeline(
        lang,
        done.map((one) => ({
          at: new Date(one.at).toISOString(),
          when: formatDateTime(one.at),
          title: acts[one.act] ?? one.act,
          who: one.name || { vi: 'Hệ thống', en: 'The program' }[lang],
          ...(one.note && { body: one.note }),
        })),
      )}`,
  });
}

type Shown = View['succession'];

/** What the plan says, section by section, each with its list and forms. */
function contents({ lang }: PageContext, { id, body }: Shown): Html {
  return tabs(
    lang,
    { vi: 'Nội dung phương án', en: 'What the plan says' },
    (Object.keys(sections) as PartKey[]).map((key) => ({
      label: sections[key].title,
      href: `${path}/${id}/${sections[key].path}`,
      count: body[key].length,
    })),
  );
}

function actions(ctx: PageContext, s: Shown) {
  const { lang } = ctx;
  const drawing = may(ctx.principal, 'people.manage-unit');
  const one = (viec: string, body: Html): Html =>
    form(lang, {
      action: `${path}/${s.id}`,
      body: html`${hiddenKey(ctx)}<input type="hidden" name="viec" value="${viec}" />${body}`,
    });
  const why = (id: string) => textInput(lang, { id, name: 'reason', label: { vi: 'Lý do', en: 'Reason' } });
  return html`${
    mayChange(ctx, s.state) &&
    details(lang, {
      summary: { vi: 'Tên, ngày và căn cứ', en: 'Name, day and basis' },
      open: s.day === null,
      body: one(
        'ngay',
        html`<input type="hidden" name="version" value="${s.version}" />
          ${headFields(ctx, fresh({ 'title.vi': s.title.vi, 'title.en': s.title.en, basis: s.basis, day: s.day ?? '' }))}
          ${button(lang, { kind: 'secondary', label: { vi: 'Lưu và kiểm tra', en: 'Save and check' } })}`,
      ),
    })
  }
  ${drawing && s.state === 'draft' && one('kiem-tra', button(lang, { kind: 'secondary', label: { vi: 'Kiểm tra lại', en: 'Check again' } }))}
  ${drawing && s.state === 'draft' && one('trinh', button(lang, { label: { vi: 'Trình phê duyệt', en: 'Propose' } }))}
  ${may(ctx.principal, 'people.approve-succession') && s.state === 'proposed' && one('duyet', html`${consequence(ctx, s)}${button(lang, { label: { vi: 'Phê duyệt', en: 'Approve' } })}`)}
  ${
    drawing &&
    s.state === 'proposed' &&
    details(lang, {
      summary: { vi: 'Trả lại để soạn tiếp', en: 'Return' },
      body: one(
        'tra-lai',
        html`${why('tra-lai-reason')} ${button(lang, { kind: 'secondary', label: { vi: 'Trả lại', en: 'Return it' } })}`,
      ),
    })
  }
  ${
    drawing &&
    ['draft', 'proposed', 'approved'].includes(s.state) &&
    details(lang, {
      summary: { vi: 'Rút phương án', en: 'Withdraw' },
      body: one(
        'rut',
        html`${why('rut-reason')} ${button(lang, { kind: 'danger', label: { vi: 'Rút phương án này', en: 'Withdraw this plan' } })}`,
      ),
    })
  }`;
}

/** What an approval sets going, and until when it can be stopped: whoever approves reads it beside the button. */
function consequence({ lang, now }: PageContext, { day, body }: Shown): Html {
  const ending = new Set(body.lines.map(({ from }) => from)).size;
  const soon = day !== null && day <= localDate(now);
  const when = soon
    ? { vi: 'Ngay sau khi phê duyệt', en: 'As soon as it is approved' }
    : {
        vi: `Từ 0 giờ ngày ${day ? formatDate(day) : ''}`,
        en: `From midnight of ${day ? formatDate(day) : ''} on`,
      };
  return html`<p>
    ${
      {
        vi: `${when.vi}, ${formatNumber('vi', ending)} đơn vị kết thúc hoạt động; hồ sơ, việc, chức vụ và thủ tục chuyển sang đơn vị tiếp nhận. Đã bắt đầu chuyển thì không rút lại được.`,
        en: `${when.en}: the end of ${counted(ending, 'unit')}; dossiers, work, positions and procedures go to those that follow. Once it has begun it cannot be withdrawn.`,
      }[lang]
    }
  </p>`;
}

interface Part {
  readonly part: string;
  readonly title: Text;
  readonly expected: number;
  readonly moved: number;
  readonly endedAt: Date | null;
}

function progress({ lang, position }: PageContext, { id, state }: Shown, parts: readonly Part[]) {
  if (parts.length === 0 && state !== 'approved') return undefined;
  const whole = { moved: 0, expected: 0 };
  for (const { moved, expected, endedAt } of parts) {
    whole.moved += moved;
    whole.expected += endedAt ? moved : Math.max(moved, expected);
  }
  const all: Part = {
    part: 'all',
    title: { vi: 'Tất cả', en: 'All' },
    ...whole,
    endedAt: parts.every(({ endedAt }) => endedAt) ? (parts.at(-1)?.endedAt ?? null) : null,
  };
  // There before it begins, so that whoever waits sees it begin.
  return html`${live({
    id: 'succession-progress',
    href: `${path}/${id}`,
    topics: [`succession:${id}`],
    since: position,
    body: html`${parts.length > 0 && html`<h2>${{ vi: 'Tiến độ', en: 'Progress' }[lang]}</h2>`}${(parts.length > 0
      ? [all, ...parts]
      : []
    ).map((one) =>
      progressBar(lang, {
        id: `part-${one.part.replaceAll('.', '-')}`,
        label: one.title,
        value: one.endedAt ? Math.max(one.moved, 1) : one.moved,
        max: Math.max(one.endedAt ? one.moved : one.expected, one.moved, 1),
        note: `${formatNumber(lang, one.moved)}${one.endedAt ? ` · ${{ vi: 'xong', en: 'done' }[lang]}` : ` / ${formatNumber(lang, one.expected)}`}`,
      }),
    )}`,
  })}`;
}

interface Checked {
  readonly id: string;
  readonly checkedAt: Date | null;
  readonly checked: {
    readonly findings: readonly { severity: string; vi: string; en: string }[];
    readonly touched: readonly {
      title: Text;
      total: number;
      units: readonly { key: string; count: number }[];
    }[];
    readonly derived: number;
  } | null;
}

function checked(ctx: PageContext, { id, checked: found, checkedAt }: Checked, name: (key: string) => string) {
  const { lang } = ctx;
  if (!found || !checkedAt) return undefined;
  type Touched = (typeof found.touched)[number];
  const at = formatDateTime(checkedAt);
  return html`<h2>${{ vi: `Kiểm tra lúc ${at}`, en: `Checked at ${at}` }[lang]}</h2>
    ${
      may(ctx.principal, 'studio.view-definition') &&
      html`<p class="link-line">
        <a href="/studio/ten-don-vi/${id}">${{ vi: 'Nội dung còn nêu tên đơn vị cũ: soạn dự thảo với tên mới', en: 'What still names units as they were called: draft it with the new names' }[lang]}</a>
      </p>`
    }
    ${found.findings.length === 0 && html`<p>${{ vi: 'Không có lỗi hay cảnh báo.', en: 'No errors and no warnings.' }[lang]}</p>`}
    ${
      found.findings.length > 0 &&
      html`<ul>
        ${found.findings.map((f) => html`<li>${f.severity === 'error' ? tag(lang, 'late', { vi: 'Lỗi', en: 'Error' }) : tag(lang, 'soon', { vi: 'Lưu ý', en: 'Note' })} ${f[lang]}</li>`)}
      </ul>`
    }
    ${table<Touched>(lang, {
      caption: { vi: 'Những gì được chuyển', en: 'What is moved' },
      dense: true,
      rows: found.touched,
      columns: [
        { key: 'what', label: { vi: 'Nội dung', en: 'What' }, cell: (t) => t.title[lang] },
        { key: 'total', label: { vi: 'Số lượng', en: 'How many' }, numeric: true, cell: (t) => t.total },
        {
          key: 'units',
          label: { vi: 'Theo đơn vị', en: 'By unit' },
          grow: true,
          cell: (t) =>
            t.units
              .toSorted((a, b) => b.count - a.count)
              .slice(0, 8)
              .map((u) => `${name(u.key)}: ${u.count}`)
              .join('; '),
        },
      ],
    })}`;
}
