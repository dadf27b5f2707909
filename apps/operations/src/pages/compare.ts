import { type Lang, page, show, type Text } from '@dinh/kernel';
import { type Child, formatNumber, html, inset, table } from '@dinh/ui';
import { type ElementFigures, processFigures } from '../queries/process-figures.ts';
import { watching } from '../queries/processes.ts';
import { askedNumber, askedPeriod, home, hoursText, periodBar, processAddress, screen, withQuery } from './frame.ts';
import { becameTag, modelsOf } from './compare-models.ts';

const title: Text = { vi: 'So sánh hai phiên bản', en: 'Two versions compared' };

type Side = 'before' | 'after';

interface Pair {
  element: string;
  name: Text;
  before?: ElementFigures;
  after?: ElementFigures;
}

/** How two versions of a process do beside each other: on the whole and step by step. */
export const comparePage = page({
  path: '/dieu-hanh/quy-trinh/:key/so-sanh',
  title,
  may: watching,
  async run(ctx) {
    const { lang } = ctx;
    const process = ctx.params['key']!;
    const period = askedPeriod(ctx);
    const [older, newer] = [askedNumber(ctx, 'cu') ?? 1, askedNumber(ctx, 'moi')];
    const [before, after] = await Promise.all([
      ctx.run(processFigures, { key: process, version: older, ...period }),
      ctx.run(processFigures, { key: process, ...(newer && { version: newer }), ...period }),
    ]);
    const models = await modelsOf(ctx, process, before.version, after.version);
    const { name } = models;
    const path = `${processAddress(process)}/so-sanh`;
    const options = after.versions.map((one: { version: number }) => ({
      value: String(one.version),
      label: String(one.version),
    }));
    const head = (text: Text, which: Side) => ({
      vi: `${text.vi} (bản ${which === 'before' ? before.version : after.version})`,
      en: `${text.en} (version ${which === 'before' ? before.version : after.version})`,
    });
    const sides: readonly Side[] = ['before', 'after'];
    const within = (side: Side) => ({
      tu: period.from,
      den: period.to,
      ban: (side === 'before' ? before : after).version,
    });
    const count = (label: Text, key: 'begun' | 'running' | 'late' | 'completed', asks: Record<string, string>) => ({
      label,
      of: (side: Side) =>
        linked(
          lang,
          (side === 'before' ? before : after).whole[key],
          withQuery('/dieu-hanh/luot', { 'quy-trinh': process, ...within(side), ...asks }),
        ),
    });
    const time = (label: Text, key: 'medianHours' | 'slowHours') => ({
      label,
      of: (side: Side) => hoursText(lang, (side === 'before' ? before : after).whole[key]),
    });
    const whole: { label: Text; of: (side: Side) => Child }[] = [
      count({ vi: 'Đã bắt đầu', en: 'Begun' }, 'begun', {}),
      count({ vi: 'Đang chạy', en: 'Running' }, 'running', { 'trang-thai': 'running' }),
      count({ vi: 'Có bước quá hạn', en: 'With a late step' }, 'late', { tre: '1' }),
      count({ vi: 'Đã xong', en: 'Completed' }, 'completed', { 'trang-thai': 'completed' }),
      time({ vi: 'Thời gian giữa', en: 'Median time' }, 'medianHours'),
      time({ vi: '9/10 lượt trong', en: '9 of 10 within' }, 'slowHours'),
    ];
    return show(
      screen(ctx, {
        title,
        breadcrumbs: [
          home,
          {
            label: name[lang],
            href: withQuery(processAddress(process), { tu: period.from, den: period.to }),
          },
          { label: title },
        ],
        main: html`<h1>${title[lang]}: ${name[lang]}</h1>
          ${periodBar(ctx, path, period, [
            { name: 'cu', label: { vi: 'Bản cũ', en: 'Older' }, value: String(before.version), options },
            { name: 'moi', label: { vi: 'Bản mới', en: 'Newer' }, value: String(after.version), options },
          ])}
          ${
            before.version === after.version &&
            inset(
              lang,
              after.versions.length === 1
                ? {
                    vi: 'Quy trình này mới có một phiên bản: chưa có gì để so sánh.',
                    en: 'This process has one version only: there is nothing to compare yet.',
                  }
                : {
                    vi: 'Hai bên đang là cùng một phiên bản. Hãy chọn bản cũ và bản mới.',
                    en: 'Both sides are the same version. Choose an older and a newer one.',
                  },
            )
          }${table<(typeof whole)[number]>(lang, {
            caption: { vi: 'Toàn quy trình', en: 'The whole process' },
            dense: true,
            stack: true,
            rows: whole,
            columns: [
              { key: 'what', label: { vi: 'Số liệu', en: 'Figure' }, cell: (row) => row.label[lang] },
              ...sides.map((side) => ({
                key: side,
                label: {
                  vi: `Phiên bản ${(side === 'before' ? before : after).version}`,
                  en: `Version ${(side === 'before' ? before : after).version}`,
                },
                numeric: true,
                cell: (row: (typeof whole)[number]) => row.of(side),
              })),
            ],
          })}
          ${models.drawings}
          ${table<Pair>(lang, {
            caption: { vi: 'Theo bước', en: 'By step' },
            dense: true,
            stack: true,
            rows: pairs(before.elements, after.elements, models.steps),
            columns: [
              {
                key: 'name',
                label: { vi: 'Bước', en: 'Step' },
                grow: true,
                cell: (pair) => html`${pair.name[lang]} ${becameTag(ctx, models.became(pair.element))}`,
              },
              ...sides.map((side) => ({
                key: `done-${side}`,
                label: head({ vi: 'Đã làm', en: 'Done' }, side),
                numeric: true,
                minor: true,
                cell: (pair: Pair) =>
                  pair[side]
                    ? linked(
                        lang,
                        pair[side].done,
                        withQuery(`${processAddress(process)}/buoc`, {
                          ...within(side),
                          loai: 'done',
                          buoc: pair[side].element,
                        }),
                      )
                    : '–',
              })),
              ...sides.map((side) => ({
                key: `median-${side}`,
                label: head({ vi: 'Thời gian giữa', en: 'Median time' }, side),
                numeric: true,
                cell: (pair: Pair) => hoursText(lang, pair[side]?.medianHours ?? null),
              })),
              ...sides.map((side) => ({
                key: `used-${side}`,
                label: head({ vi: 'Dùng hết thời hạn', en: 'Limit used' }, side),
                numeric: true,
                minor: true,
                cell: (pair: Pair) => (pair[side]?.used == null ? '–' : `${formatNumber(lang, pair[side].used)} %`),
              })),
              {
                key: 'change',
                label: { vi: 'Thay đổi', en: 'Change' },
                numeric: true,
                cell: (pair) => change(pair, lang),
              },
            ],
          })}
          ${inset(lang, {
            vi: 'Mỗi bản chỉ tính những lượt bắt đầu theo bản ấy trong kỳ. "–" là bước không có ở bản đó hoặc chưa có lượt nào.',
            en: 'Each version counts the instances that began under it in the period. "–" is a step that the version does not have, or that nobody has reached.',
          })}`,
      }),
    );
  },
});

/** A number that opens the list behind it. */
const linked = (lang: Lang, value: number, href: string): Child =>
  value === 0 ? '0' : html`<a href="${href}">${formatNumber(lang, value)}</a>`;

/** Steps of both versions by their id: those that ran, of the newer first in its order, then what is only drawn. */
function pairs(
  before: readonly ElementFigures[],
  after: readonly ElementFigures[],
  drawn: readonly { readonly element: string; readonly name: Text }[],
): Pair[] {
  const old = new Map(before.map((one) => [one.element, one]));
  const both = after.map((one): Pair => {
    const match = old.get(one.element);
    old.delete(one.element);
    return { element: one.element, name: one.name, after: one, ...(match && { before: match }) };
  });
  const ran = [...both, ...[...old.values()].map((one) => ({ element: one.element, name: one.name, before: one }))];
  const known = new Set(ran.map(({ element }) => element));
  return [...ran, ...drawn.filter(({ element }) => !known.has(element))];
}

/** Slower or faster in words and percent; nothing where one side has no time. */
function change({ before, after }: Pair, lang: 'vi' | 'en'): string {
  if (!before?.medianHours || after?.medianHours == null) return '';
  const percent = Math.round((after.medianHours / before.medianHours - 1) * 100);
  if (percent === 0) return { vi: 'như cũ', en: 'the same' }[lang];
  return percent < 0
    ? `${{ vi: 'nhanh hơn', en: 'faster by' }[lang]} ${-percent} %`
    : `${{ vi: 'chậm hơn', en: 'slower by' }[lang]} ${percent} %`;
}
