import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import { banner, button, type Child, counted, filterBar, form, formatDate, html, type Html, inset, textarea } from '@dinh/ui';
import { processUnknown } from '../errors.ts';
import { listVersions } from '../queries/process-model.ts';
import { askedNumber, home, processAddress, refusedSummary, screen, withQuery } from './frame.ts';
import { drawn } from './drawn.ts';
import { graphOf, mappingOf, mappingQuery, planForm } from './migration-plan.ts';

const title: Text = { vi: 'Chuyển các lượt đang chạy sang phiên bản khác', en: 'Migrate running instances' };
const may = 'process.migrate-instance';

/**
 * Checks first whether every place where an instance waits finds its new one; only then may all be moved. Where one finds none,
 * what takes its place is chosen, and the plan is checked again.
 */
export const migrationPage = page({
  path: '/dieu-hanh/quy-trinh/:key/chuyen-ban',
  title,
  may,
  run: async (ctx) => show(await migrationScreen(ctx)),
});

/** Moves them, some hundreds at a time, until all are through or refused. */
export const migrationPost = post({
  path: '/dieu-hanh/quy-trinh/:key/chuyen-ban',
  title,
  may,
  async run(ctx) {
    const { from, to } = await versions(ctx);
    const mapping = mappingOf(ctx.query);
    const reason = [ctx.form['reason'] ?? ''].flat().at(-1)!.trim();
    let [migrated, refused] = [0, 0];
    let after: string | null = null;
    try {
      do {
        const done: { migrated: string[]; refused: unknown[]; next: string | null } = await ctx.run(
          ctx.app.operation('process.migrate-instances'),
          { from: from.id, to: to.id, mapping, reason, ...(after && { after }) },
        );
        migrated += done.migrated.length;
        refused += done.refused.length;
        after = done.next;
      } while (after);
    } catch (error) {
      return show(await migrationScreen(ctx, refusedSummary(ctx, error)), 422);
    }
    return redirect(
      `${processAddress(ctx.params['key']!)}/chuyen-ban?cu=${from.version}&moi=${to.version}&xong=${migrated}&tu-choi=${refused}`,
    );
  },
});

async function migrationScreen(ctx: PageContext, wrong?: Child): Promise<Html> {
  const { lang, query } = ctx;
  const key = ctx.params['key']!;
  const { from, to, all } = await versions(ctx);
  const mapping = mappingOf(query);
  const plan = await ctx.run('process.plan-migration', { from: from.id, to: to.id, mapping });
  const { name } = await drawn(ctx, key, to.version, []);
  const path = `${processAddress(key)}/chuyen-ban`;
  const fixed = { cu: String(from.version), moi: String(to.version) };
  const chosen = Object.keys(mapping).length > 0;
  const graphs = [from, to].map(({ version }) => graphOf(ctx, key, version));
  const options = all.map((one) => ({
    value: String(one.version),
    label: `${one.version} (${formatDate(one.effectiveFrom)})`,
  }));
  return screen(ctx, {
    title,
    wrong: Boolean(wrong),
    breadcrumbs: [home, { label: name[lang], href: processAddress(key) }, { label: title }],
    main: html`${wrong}
      <h1>${title[lang]}</h1>
      ${migrated(ctx)}
      ${
        all.length > 2 &&
        filterBar(lang, {
          action: path,
          clear: path,
          filters: [
            { name: 'cu', label: { vi: 'Từ phiên bản', en: 'From version' }, value: fixed.cu, options },
            { name: 'moi', label: { vi: 'Sang phiên bản', en: 'To version' }, value: fixed.moi, options },
          ],
        })
      }
      <p>${
        {
          vi: `${plan.running} lượt đang chạy theo phiên bản ${from.version}; chuyển sang phiên bản ${to.version}.`,
          en: `${counted(plan.running, 'instance')} on version ${from.version} would go to version ${to.version}.`,
        }[lang]
      }</p>
      ${(plan.problems.length > 0 || chosen) && planForm(ctx, path, fixed, [await graphs[0], await graphs[1]], mapping, plan.problems)}
      ${
        plan.problems.length === 0 &&
        (plan.running > 0
          ? form(lang, {
              action: withQuery(path, { ...fixed, ...mappingQuery(mapping) }),
              key: ctx.formKey,
              body: html`${inset(lang, {
                vi: 'Mọi bước đang chờ đều có bước tương ứng ở phiên bản mới. Việc chuyển không hoàn tác được; mỗi lượt giữ lại lý do trong lịch sử.',
                en: 'Every step that waits has its like in the new version. Migrating cannot be undone; each instance keeps the reason in its history.',
              })}
              ${textarea(lang, { name: 'reason', label: { vi: 'Lý do', en: 'Reason' }, rows: 2, maxLength: 2000 })}
              ${button(lang, { label: { vi: 'Chuyển tất cả', en: 'Migrate all' } })}`,
            })
          : inset(lang, { vi: 'Không còn lượt nào để chuyển.', en: 'There is nothing to migrate.' }))
      }`,
  });
}

/** What the last migration did, as the address says. */
function migrated({ lang, query }: PageContext): Html | undefined {
  const count = (name: string) => (/^\d{1,7}$/.test(query[name] ?? '') ? Number(query[name]) : undefined);
  const [done, refused] = [count('xong'), count('tu-choi')];
  if (done === undefined) return undefined;
  return banner(lang, {
    tone: refused ? 'soon' : 'done',
    body: {
      vi: `Đã chuyển ${done} lượt${refused ? `, ${refused} lượt không chuyển được` : ''}.`,
      en: `Migrated: ${counted(done, 'instance')}${refused ? `, ${refused} could not be` : ''}.`,
    },
  });
}

interface Version {
  readonly id: string;
  readonly version: number;
  readonly effectiveFrom: string;
}

/** The two versions of the address; the newest two when it names none. @throws processUnknown */
async function versions(ctx: PageContext): Promise<{ from: Version; to: Version; all: Version[] }> {
  const { versions: all }: { versions: Version[] } = await ctx.run(listVersions, {
    key: ctx.params['key']!,
  });
  const pick = (name: string, otherwise: number) =>
    all.find(({ version }) => version === askedNumber(ctx, name)) ?? all[otherwise];
  const [to, from] = [pick('moi', 0), pick('cu', 1)];
  if (!from || !to || from.id === to.id) throw processUnknown();
  return { from, to, all };
}
