import {
  dayAfter,
  type OperationTypes,
  type OutputOf,
  page,
  type PageContext,
  post,
  redirect,
  show,
  type Text,
} from '@dinh/kernel';
import {
  banner,
  button,
  details,
  type Filled,
  form,
  formatDate,
  formatDateTime,
  fresh,
  html,
  type Html,
  present,
  radios,
  refusedForm,
  summaryList,
  tag,
  textarea,
  textInput,
} from '@dinh/ui';
import { hiddenKey, refusedAt, screen, typed } from '../frame.ts';
import { authorityKinds, claimsPath, claimsTitle } from './claims.ts';
import { paperFields, typedPapers } from './papers.ts';
import { deskPath, deskTitle } from './search.ts';

type Authority = OutputOf<OperationTypes['identity.view-authority']>;
type Hit = OutputOf<OperationTypes['identity.find-person']>['persons'][number];

const path = `${claimsPath}/:id`;
const title: Text = { vi: 'Việc đại diện', en: 'An authority' };
const isNew = 'moi';

const askFor: Record<string, Text> = {
  subject: {
    vi: 'Hãy chọn người được đại diện, hoặc ghi nhận người mới.',
    en: 'Choose for whom, or record a new person.',
  },
  papers: { vi: 'Hãy chọn giấy tờ đã xem.', en: 'Choose the paper that you have seen.' },
  reason: { vi: 'Hãy nhập lý do từ chối.', en: 'Type the reason.' },
  'newSubject.name': { vi: 'Hãy nhập họ và tên.', en: 'Type the name.' },
};

/** One authority at the desk: what was declared, the document, and the decision. */
const claimPage = page({
  path,
  title,
  may: 'people.register-person',
  run: async (ctx) => show(await claimScreen(ctx, fresh())),
});

const act = (name: string, run: (ctx: PageContext, authority: string) => Promise<unknown>) =>
  post({
    path: `${path}/${name}`,
    title,
    may: 'people.register-person',
    async run(ctx) {
      const authority = ctx.params['id'] ?? '';
      try {
        await run(ctx, authority);
        return redirect(`${claimsPath}/${authority}?xong=1`);
      } catch (error) {
        return show(await claimScreen(ctx, refusedForm(ctx, error, askFor)), 422);
      }
    },
  });

const confirm = act('xac-nhan', (ctx, authority) => {
  const chosen = typed(ctx, 'subject');
  return ctx.run(
    'identity.confirm-authority',
    present({
      authority,
      ...(chosen && chosen !== isNew && { subject: chosen }),
      ...(chosen === isNew && { newSubject: newPerson(ctx) }),
      papers: typedPapers(ctx),
      until: typed(ctx, 'until'),
    }),
  );
});

const refuse = act('tu-choi', (ctx, authority) =>
  ctx.run('identity.refuse-authority', { authority, reason: typed(ctx, 'reason') ?? '' }),
);

const end = act('cham-dut', (ctx, authority) =>
  ctx.run('identity.end-authority', { authority, reason: typed(ctx, 'reason') ?? '' }),
);

/** A person who becomes known by this: a child, as a rule. */
export const newPerson = (ctx: PageContext) =>
  present({
    name: typed(ctx, 'newSubject.name') ?? '',
    birthDate: typed(ctx, 'newSubject.birthDate'),
    idNumber: typed(ctx, 'newSubject.idNumber')?.replace(/[ .]/g, ''),
  }) as { name: string; birthDate?: string; idNumber?: string };

const document = page({
  path: `${path}/tep`,
  title: { vi: 'Giấy tờ của việc đại diện', en: 'Document of an authority' },
  may: 'people.register-person',
  async run(ctx) {
    const { hash, type, fileName } = await ctx.run('identity.open-authority-document', {
      authority: ctx.params['id'] ?? '',
    });
    const shown = /^(application\/pdf|image\/(jpeg|png))$/.test(type);
    return {
      kind: 'file',
      body: ctx.app.files.read(hash),
      type,
      name: fileName,
      disposition: shown ? 'inline' : 'attachment',
    };
  },
});

const states: Record<string, Text> = {
  declared: { vi: 'chờ xác nhận', en: 'waits for confirmation' },
  offered: { vi: 'chờ người nhận', en: 'waits for acceptance' },
  'in-force': { vi: 'đang hiệu lực', en: 'in force' },
  refused: { vi: 'bị từ chối', en: 'refused' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
  ended: { vi: 'đã chấm dứt', en: 'ended' },
};

async function claimScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const [one, { papers }] = await Promise.all([
    ctx.run('identity.view-authority', { authority: id }),
    ctx.run('identity.list-paper-kinds', {}),
  ]);
  const { paper, subjectFacts: subject } = one as {
    paper: { kind: string; number?: string } | null;
    subjectFacts: { name: string; birthDate?: string; idNumber?: string; relation?: string };
  };
  return screen(ctx, {
    title,
    wrong: filled.wrong,
    breadcrumbs: [{ label: deskTitle, href: deskPath }, { label: claimsTitle, href: claimsPath }, { label: title }],
    main: html`${filled.summary}
      ${ctx.query['xong'] && banner(lang, { tone: 'done', body: { vi: 'Đã ghi nhận.', en: 'It is recorded.' } })}
      <h1>
        ${one.agentName} → ${one.subjectName} ${tag(lang, one.state === 'in-force' ? 'doing' : one.state === 'declared' || one.state === 'offered' ? 'waiting' : 'stopped', states[one.state]!)}
      </h1>
      ${summaryList(
        lang,
        [
          { label: { vi: 'Người đại diện', en: 'Who acts' }, value: one.agentName },
          {
            label: { vi: 'Đại diện cho', en: 'For whom' },
            value: [subject.name, subject.birthDate && formatDate(subject.birthDate), subject.idNumber]
              .filter(Boolean)
              .join(' · '),
          },
          { label: { vi: 'Theo', en: 'By' }, value: authorityKinds[one.kind] },
          { label: { vi: 'Quan hệ', en: 'Relation' }, value: subject.relation },
          { label: { vi: 'Thời hạn', en: 'Period' }, value: period(one) },
          {
            label: { vi: 'Giấy tờ khai', en: 'Document' },
            value: paper && `${papers.find(({ key }) => key === paper.kind)?.name[lang] ?? paper.kind} ${paper.number ?? ''}`,
            ...(one.documentName && {
              actions: [{ href: `${claimsPath}/${id}/tep`, label: { vi: 'Xem tệp', en: 'See the file' } }],
            }),
          },
          { label: { vi: 'Khai lúc', en: 'Declared' }, value: formatDateTime(one.declaredAt) },
          {
            label: { vi: 'Quyết định', en: 'Decided' },
            value: one.decidedAt && `${formatDateTime(one.decidedAt)}, ${one.decidedByName ?? ''}`,
          },
          {
            label: { vi: 'Lý do chấm dứt', en: 'Reason of the end' },
            value: one.endReason,
          },
        ],
        { dense: true },
      )}
      <div class="narrow">
        ${one.state === 'declared' && (await decisionForms(ctx, one, subject, filled))}
        ${one.state === 'in-force' && reasonForm(ctx, `${claimsPath}/${id}/cham-dut`, { vi: 'Chấm dứt việc đại diện', en: 'End this authority' })}
      </div>`,
  });
}

function period(one: Authority): string {
  const last = one.to && formatDate(dayAfter(one.to, -1));
  return `${formatDate(one.from)} – ${last ?? ''}`;
}

function reasonForm(ctx: PageContext, action: string, label: Text): Html {
  const { lang } = ctx;
  return details(lang, {
    summary: label,
    open: refusedAt(ctx, action),
    body: form(lang, {
      action,
      body: html`${hiddenKey(ctx)}${textarea(lang, { id: `reason-${action.split('/').at(-1)}`, name: 'reason', rows: 2, label: { vi: 'Lý do', en: 'Reason' } })}${button(lang, { kind: 'danger', label })}`,
    }),
  });
}

async function decisionForms(
  ctx: PageContext,
  one: Authority,
  subject: { name: string; birthDate?: string; idNumber?: string },
  filled: Filled,
): Promise<Html> {
  const { lang } = ctx;
  const base = `${claimsPath}/${ctx.params['id']}`;
  const { persons } = await ctx.run('identity.find-person', {
    query: subject.idNumber ?? subject.name,
    limit: 10,
  });
  return html`<h2>${{ vi: 'Xác nhận sau khi xem bản chính', en: 'Confirm with the originals seen' }[lang]}</h2>
    ${form(lang, {
      action: `${base}/xac-nhan`,
      body: html`${hiddenKey(ctx)}${subjectChoice(
        ctx,
        persons.filter((p) => p.id !== one.agent),
        subject,
        filled,
      )}
      ${await paperFields(ctx, filled, one.kind as 'child')}
      ${button(lang, { label: { vi: 'Giấy tờ khớp, xác nhận', en: 'The papers agree: confirm' }, key: 'ctrl+enter' })}`,
    })}
    ${reasonForm(ctx, `${base}/tu-choi`, { vi: 'Từ chối', en: 'Refuse' })}`;
}

/** For whom it is: one of those who are known, or somebody who becomes known by this. */
export function subjectChoice(
  ctx: PageContext,
  persons: readonly Hit[],
  known: { name?: string | undefined; birthDate?: string | undefined; idNumber?: string | undefined },
  filled: Filled,
): Html {
  const { lang } = ctx;
  const text = (name: keyof typeof known, label: Text, more: object = {}) =>
    textInput(lang, {
      name: `newSubject.${name}`,
      label,
      value: filled.value(`newSubject.${name}`) ?? known[name],
      error: filled.error(`newSubject.${name}`),
      ...more,
    });
  return radios(lang, {
    name: 'subject',
    label: { vi: 'Người được đại diện', en: 'For whom' },
    value: filled.value('subject') ?? (persons.length === 0 ? isNew : undefined),
    error: filled.error('subject'),
    choices: [
      ...persons.map((p) => ({
        value: p.id,
        label: p.name,
        hint: [p.birthDate && formatDate(p.birthDate), p.idNumber].filter(Boolean).join(' · '),
      })),
      {
        value: isNew,
        label: { vi: 'Ghi nhận người mới', en: 'Record a new person' },
        reveal: html`${text('name', { vi: 'Họ và tên', en: 'Full name' })}${text('birthDate', { vi: 'Ngày sinh', en: 'Date of birth' }, { type: 'date', width: 10 })}${text('idNumber', { vi: 'Số định danh', en: 'Identity number' }, { optional: true, width: 20, inputMode: 'numeric' })}`,
      },
    ],
  });
}

export const claimPages = [claimPage, confirm, refuse, end, document];
