import { page, type PageContext, show, type Text } from '@dinh/kernel';
import { askedFormat, exportLinks, formatDateTime, html, linkLine, type Sheet, sheetFile, table, tag, everyRow } from '@dinh/ui';
import { type InstanceLine, listInstances } from '../queries/list-instances.ts';
import { processChoices, watching } from '../queries/processes.ts';
import {
  asked,
  askedId,
  askedNumber,
  askedPeriod,
  nothingFound,
  pageLinks,
  partTabs,
  periodBar,
  screen,
  stateNames,
} from './frame.ts';

const path = '/dieu-hanh/luot';
const title: Text = { vi: 'Các lượt chạy của quy trình', en: 'Instances of processes' };

/** Finding instances: by process, state, step, business key or the value of a variable. */
export const instancesPage = page({
  path,
  title,
  may: watching,
  async run(ctx) {
    const { lang } = ctx;
    const period = askedPeriod(ctx);
    const wanted = { ...period, ...filters(ctx) };
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheetFile(ctx, format, sheet(ctx, wanted));
    const after = askedId(ctx, 'sau');
    const { instances, next }: { instances: InstanceLine[]; next: string | null } = await ctx.run(listInstances, {
      ...wanted,
      ...(after && { after }),
    });
    const variable = [asked(ctx, 'bien'), asked(ctx, 'gia-tri')];
    return show(
      screen(ctx, {
        title,
        main: html`${partTabs(ctx, path)}
          <h1>${title[lang]}</h1>
          ${periodBar(ctx, path, period, [
            {
              name: 'q',
              label: { vi: 'Mã hồ sơ, mã việc', en: 'Code of the matter' },
              value: asked(ctx, 'q'),
              type: 'search',
            },
            {
              name: 'quy-trinh',
              label: { vi: 'Quy trình', en: 'Process' },
              value: asked(ctx, 'quy-trinh'),
              options: (await processChoices(ctx)).map(({ key, title }) => ({ value: key, label: title })),
            },
            {
              name: 'trang-thai',
              label: { vi: 'Trạng thái', en: 'State' },
              value: asked(ctx, 'trang-thai'),
              options: Object.entries(stateNames).map(([value, { label }]) => ({ value, label })),
            },
            {
              name: 'tre',
              label: { vi: 'Thời hạn', en: 'Limits' },
              value: asked(ctx, 'tre'),
              options: [{ value: '1', label: { vi: 'Có bước quá hạn', en: 'With a late step' } }],
            },
            {
              name: 'buoc',
              label: { vi: 'Đang ở bước (mã)', en: 'Waits at (element)' },
              value: asked(ctx, 'buoc'),
            },
            { name: 'bien', label: { vi: 'Biến', en: 'Variable' }, value: variable[0] },
            { name: 'gia-tri', label: { vi: 'có giá trị', en: 'has the value' }, value: variable[1] },
          ])}
          ${table<InstanceLine>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            stack: true,
            rows: instances,
            rowHref: (one) => `${path}/${one.id}`,
            columns: [
              {
                key: 'title',
                label: { vi: 'Quy trình', en: 'Process' },
                grow: true,
                cell: (one) => one.title[lang],
              },
              {
                key: 'version',
                label: { vi: 'Bản', en: 'Version' },
                numeric: true,
                minor: true,
                cell: (one) => one.version,
              },
              {
                key: 'key',
                label: { vi: 'Việc', en: 'Matter' },

                cell: (one) => one.matter.label,
              },
              {
                key: 'at',
                label: { vi: 'Đang ở', en: 'Waits at' },
                grow: true,
                cell: (one) => one.at.map((step) => step[lang]).join(', '),
              },
              {
                key: 'from',
                label: { vi: 'Bắt đầu', en: 'Begun' },
                cell: (one) => formatDateTime(one.startedAt),
              },
              {
                key: 'to',
                label: { vi: 'Kết thúc', en: 'Ended' },
                minor: true,
                cell: (one) => one.endedAt && formatDateTime(one.endedAt),
              },
              {
                key: 'state',
                label: { vi: 'Trạng thái', en: 'State' },
                cell: (one) => {
                  if (one.incidents > 0) return tag(lang, 'late', { vi: 'Có sự cố', en: 'Incident' });
                  if (one.late) return tag(lang, 'late', { vi: 'Quá hạn', en: 'Late' });
                  const { tone, label } = stateNames[one.state]!;
                  return tag(lang, tone, label);
                },
              },
            ],
            empty: nothingFound(ctx, path, { vi: 'lượt', en: 'instance' }, next),
          })}
          ${pageLinks(ctx, path, { shown: instances.length, next, after })}
          ${linkLine(lang, exportLinks(ctx.url))}`,
      }),
    );
  },
});

/** What the address asks for; what makes no sense counts as not said. */
function filters(ctx: PageContext) {
  const state = asked(ctx, 'trang-thai');
  const version = askedNumber(ctx, 'ban');
  const variable = asked(ctx, 'bien');
  const process = asked(ctx, 'quy-trinh')?.slice(0, 100);
  const element = asked(ctx, 'buoc');
  const businessKey = asked(ctx, 'q');
  return {
    ...(process && { process }),
    ...(version && { version }),
    ...(state && state in stateNames && { state }),
    ...(asked(ctx, 'tre') && { late: true }),
    ...(asked(ctx, 'su-co') && { incident: true }),
    ...(element && { element }),
    ...(businessKey && { businessKey }),
    ...(variable && /^[\p{L}_][\p{L}\p{N}_.]{0,99}$/u.test(variable) && { variable, value: asked(ctx, 'gia-tri') ?? '' }),
  };
}

function sheet(ctx: PageContext, wanted: object): Sheet<InstanceLine> {
  const { lang } = ctx;
  const rows = everyRow<InstanceLine, string>(async (after) => {
    const found = await ctx.run(listInstances, { ...wanted, limit: 1000, ...(after && { after }) });
    return { rows: found.instances, next: found.next };
  });
  return {
    title,
    rows,
    columns: [
      { label: { vi: 'Quy trình', en: 'Process' }, value: (one) => one.title[lang], width: 40 },
      { label: { vi: 'Bản', en: 'Version' }, kind: 'number', value: (one) => one.version },
      { label: { vi: 'Việc', en: 'Matter' }, value: (one) => one.matter.label },
      {
        label: { vi: 'Đang ở', en: 'Waits at' },
        value: (one) => one.at.map((step) => step[lang]).join(', '),
      },
      { label: { vi: 'Bắt đầu', en: 'Begun' }, value: (one) => formatDateTime(one.startedAt) },
      {
        label: { vi: 'Kết thúc', en: 'Ended' },
        value: (one) => (one.endedAt ? formatDateTime(one.endedAt) : ''),
      },
      { label: { vi: 'Trạng thái', en: 'State' }, value: (one) => stateNames[one.state]!.label[lang] },
      {
        label: { vi: 'Quá hạn', en: 'Late' },
        value: (one) => (one.late ? { vi: 'có', en: 'yes' }[lang] : ''),
      },
    ],
  };
}
