import { type PageContext, sql, type Text } from '@dinh/kernel';
import { compileBpmn, readDiagram, type UserTask } from '@dinh/process';
import { buttonGroup, type Child, drawProcess, html, type Html, linkButton, table } from '@dinh/ui';
import { unitWords } from '../model/value-words.ts';
import { address, withQuery } from './frame.ts';
import type { Shown } from './shown.ts';

/** A process: its drawing, and its steps with who does them and which share of the time limit they have. */
export async function processView(ctx: PageContext, shown: Shown): Promise<Html> {
  const { lang } = ctx;
  const { bpmn } = shown.body as { bpmn: string };
  const diagram = readDiagram(bpmn);
  const { graph } = compileBpmn(bpmn);
  const steps = [...(graph?.nodes.values() ?? [])].filter((node) => node.kind === 'user-task');
  // As they are drawn, from left to right: one that was put between two others stands last in the file.
  const drawnAt = new Map(diagram?.shapes.map(({ id, bounds }) => [id, bounds]));
  const place = ({ id }: UserTask) => drawnAt.get(id) ?? { x: Infinity, y: Infinity };
  steps.sort((a, b) => place(a).x - place(b).x || place(a).y - place(b).y || 0);
  const roles = await roleNames(ctx);
  const units = await unitsNamed(ctx, steps, graph?.app);
  const name = {
    vi: `Sơ đồ ${graph?.name.vi ?? shown.key}`,
    en: `Diagram of ${graph?.name.en ?? shown.key}`,
  }[lang];
  return html`${diagram && html`<div class="drawing" role="region" tabindex="0" aria-label="${name}">${drawProcess(lang, diagram, { title: name })}</div>`}
  ${buttonGroup(
    linkButton(lang, {
      kind: 'secondary',
      label: { vi: 'Chạy thử từng bước', en: 'Try it step by step' },
      href: withQuery(`${address('process', shown.key)}/thu`, shown.query),
    }),
  )}
  ${table<UserTask>(lang, {
    caption: { vi: 'Các bước do người làm', en: 'Steps done by people' },
    dense: true,
    rows: steps,
    columns: [
      { key: 'name', label: { vi: 'Bước', en: 'Step' }, cell: (s) => s.name[lang] },
      {
        key: 'role',
        label: { vi: 'Vai trò', en: 'Role' },
        cell: (s) => wrapped(roles.get(s.role)?.[lang] ?? s.role),
      },
      {
        key: 'unit',
        label: { vi: 'Ở đơn vị', en: 'In the unit' },
        cell: (s) => s.unit && wrapped(unitWords(s.unit.source, units)?.[lang] ?? html`<code>${s.unit.source}</code>`),
      },
      {
        key: 'share',
        label: { vi: 'Phần thời hạn', en: 'Share of the limit' },
        numeric: true,
        cell: (s) => (s.due ? html`<code>${s.due.source}</code>` : s.share === undefined ? '' : `${s.share} %`),
      },
      {
        key: 'status',
        label: { vi: 'Trạng thái quốc gia', en: 'National status' },
        numeric: true,
        minor: true,
        cell: (s) => s.status,
      },
      {
        key: 'outcomes',
        label: { vi: 'Kết thúc bằng', en: 'Ends with' },
        cell: (s) => wrapped(s.outcomes.map((one) => one.name[lang]).join(' · ')),
      },
    ],
  })}`;
}

/** The units that an app gives its processes, and those of the directory that steps name by their keys. */
async function unitsNamed(
  ctx: PageContext,
  steps: readonly UserTask[],
  app: string | undefined,
): Promise<readonly ({ key: string } & Text)[]> {
  const given = ctx.app.modules.filter(({ name }) => app === undefined || name === app);
  const keys = steps.flatMap(({ unit }) => /^\s*"([^"\\]*)"\s*$/.exec(unit?.source ?? '')?.[1] ?? []);
  const directory =
    keys.length > 0
      ? await ctx.db.all<{ key: string; vi: string; en: string }>(
          sql`select key, name_vi as vi, name_en as en from identity.v_unit where key = any(${keys}::text[])`,
        )
      : [];
  return [...given.flatMap(({ processWords }) => processWords?.units ?? []), ...directory];
}

/** Words over several lines, so that the whole table is seen at once. */
const wrapped = (words: Child): Html => html`<div class="cell-wrap">${words}</div>`;

/** What roles are called, by key. */
export async function roleNames(ctx: PageContext): Promise<Map<string, Text>> {
  const rows = await ctx.db.all<{ key: string; vi: string; en: string }>(
    sql`select key, name_vi as vi, name_en as en from identity.v_role`,
  );
  return new Map(rows.map(({ key, vi, en }) => [key, { vi, en }]));
}
