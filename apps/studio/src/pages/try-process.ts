import { checker, notFound, page, type PageContext, post, Refusal, show, type Text } from '@dinh/kernel';
import { compileBpmn, type Graph } from '@dinh/process';
import { banner, button, buttonGroup, form, html, type Html, select, textarea, textInput } from '@dinh/ui';
import { placed, problemSentence } from '../model/body-text.ts';
import type { Trial } from '../model/trial.ts';
import { type Move, Moves, type ProcessInput } from '../model/trial-moves.ts';
import { typedLines, writeLines } from '../model/typed-value.ts';
import { keepTestCase } from '../operations/test-cases.ts';
import { tryProcess } from '../queries/try-process.ts';
import { valuesOfDossier } from '../queries/values-of-dossier.ts';
import { roleNames } from './body-process.ts';
import { nameEnOf } from './decision-trial.ts';
import { address, crumbs, hiddenKey, posted, refusedSummary, screen, viewing, withQuery } from './frame.ts';
import { type Shown, shownVersion } from './shown.ts';
import { caseAsked } from './test-cases.ts';
import { standing } from './trial-standing.ts';

const title: Text = { vi: 'Chạy thử quy trình', en: 'Try the process out' };
const path = '/studio/process/:key/thu';

/** A process of a version or draft, tried step by step. What was done so far travels in the page; nothing is kept. */
export const tryPage = page({
  path,
  title,
  may: viewing,
  run: async (ctx) => show(await tryScreen(ctx, await stateOfCase(ctx))),
});

export const tryPost = post({
  path,
  title,
  may: viewing,
  async run(ctx) {
    const state = readState(ctx);
    try {
      if (posted(ctx, 'act') === 'keep') {
        const shown = await shownProcess(ctx);
        const input = inputOf(ctx, state);
        const { bpmn } = shown.body as { bpmn: string };
        await ctx.run(keepTestCase, {
          kind: 'process',
          key: shown.key,
          name: (posted(ctx, 'name') ?? '').trim(),
          ...nameEnOf(ctx),
          text: bpmn,
          input,
          day: shown.day,
        });
        return show(await tryScreen(ctx, { ...state, kept: true }));
      }
      if (posted(ctx, 'act') === 'dossier') {
        const { bpmn } = (await shownProcess(ctx)).body as { bpmn: string };
        const code = (posted(ctx, 'code') ?? '').trim();
        const { values } = await ctx.run(valuesOfDossier, { code, names: namesIn(bpmn) });
        const given = Object.entries(values as Record<string, unknown>).filter(
          ([name]) => !['outcome', 'comment'].includes(name),
        );
        return show(
          await tryScreen(ctx, {
            code,
            typed: writeLines(Object.fromEntries(given)),
            moves: [],
          }),
        );
      }
      return show(await tryScreen(ctx, state));
    } catch (error) {
      return show(await tryScreen(ctx, state, refusedSummary(ctx, error)), 422);
    }
  },
});

interface State {
  readonly typed?: string;
  readonly moves?: readonly Move[];
  readonly code?: string;
  readonly start?: string;
  /** When the trial begins: the same moment for all its pages. */
  readonly at?: string;
  readonly kept?: boolean;
}

/** The moves and values of a test case, when it is to be gone through again (`?ca=`). */
async function stateOfCase(ctx: PageContext): Promise<State> {
  const found = await caseAsked(ctx, 'process');
  if (!found || !('moves' in found)) return {};
  return {
    typed: writeLines(found.variables),
    moves: found.moves,
    at: found.at ?? ctx.now.toISOString(),
    ...(found.start && { start: found.start }),
  };
}

/** Values typed, moves done and the one that was chosen now. */
function readState(ctx: PageContext): State & { moves: readonly Move[]; typed: string; at: string } {
  const typed = (posted(ctx, 'values') ?? '').replaceAll('\r\n', '\n').slice(0, 20_000);
  const moves = readMoves(posted(ctx, 'moves'));
  const begun = posted(ctx, 'at');
  const act = posted(ctx, 'act');
  const rest = {
    typed,
    code: posted(ctx, 'code'),
    ...(posted(ctx, 'start') && { start: posted(ctx, 'start')! }),
    at: act !== 'start' && begun && !Number.isNaN(Date.parse(begun)) ? begun : ctx.now.toISOString(),
  };
  if (act === 'start') return { ...rest, moves: [] };
  if (act === 'back') return { ...rest, moves: moves.slice(0, -1) };
  return { ...rest, moves: withNext(ctx, moves) };
}

/** The moves with the one that a button or field of the page adds. */
function withNext(ctx: PageContext, moves: readonly Move[]): readonly Move[] {
  const values = typedLines(posted(ctx, 'with') ?? '', ctx.now);
  const brought = Object.keys(values).length > 0 ? { values } : {};
  const act = posted(ctx, 'act');
  if (act === 'values') return [...moves, { act, values }];
  if (act === 'jump') {
    const until = posted(ctx, 'until');
    if (until)
      return [...moves, ...readMoves(JSON.stringify([{ act, until: `${until}T${posted(ctx, 'hour') || '08:00'}:00+07:00` }]))];
    const count = (name: string): number => Math.trunc(Number(posted(ctx, name) ?? 0)) || 0;
    const hours = count('hours');
    const working = `P${count('days')}D${hours > 0 ? `T${hours}H` : ''}`;
    return [...moves, ...readMoves(JSON.stringify([{ act, working }]))];
  }
  const [next] = readMoves(`[${posted(ctx, 'move') ?? ''}]`);
  if (!next) return moves;
  // A step that failed is done anew: what came after it is gone.
  const kept = next.act === 'error' ? moves.slice(0, Number(posted(ctx, 'keep') ?? moves.length)) : moves;
  return [...kept, { ...next, ...(next.act !== 'error' && brought) }];
}

const moveCheck = checker(Moves);
function readMoves(text: string | undefined): Move[] {
  try {
    const read: unknown = JSON.parse(text ?? '[]');
    return moveCheck.Check(read) ? (read as Move[]) : [];
  } catch {
    return [];
  }
}

const inputOf = (ctx: PageContext, { typed, moves, start, at }: State): ProcessInput => ({
  variables: typedLines(typed ?? '', ctx.now),
  moves: [...(moves ?? [])],
  ...(start && { start }),
  ...(at && { at }),
});

/** Every word of a model: of an old dossier only what it names is looked at. */
const namesIn = (bpmn: string): string[] => [...new Set(bpmn.match(/[\p{L}_][\p{L}\p{N}_]*/gu))].slice(0, 300);

async function shownProcess(ctx: PageContext): Promise<Shown> {
  (ctx.params as Record<string, string>)['kind'] = 'process';
  const shown = await shownVersion(ctx);
  if (shown.body === undefined) throw notFound();
  return shown;
}

async function tryScreen(ctx: PageContext, state: State, refused?: Html): Promise<Html> {
  const { lang } = ctx;
  const shown = await shownProcess(ctx);
  const { bpmn } = shown.body as { bpmn: string };
  const { graph, problems } = compileBpmn(bpmn);
  const { trial, wrong } = state.moves && graph ? await tried(ctx, bpmn, shown.day, state) : {};
  const here = withQuery(`${address('process', shown.key)}/thu`, shown.query);
  return screen(ctx, {
    title,
    wrong: refused !== undefined || wrong !== undefined,
    breadcrumbs: crumbs(shown.kind, shown.key, { label: title }),
    main: html`${refused}${wrong}
      <h1>${title[lang]}: ${graph?.name[lang] || html`<code>${shown.key}</code>`}</h1>
      <p>${{ vi: 'Chạy bằng chính bộ máy quy trình, rồi hoàn lại toàn bộ: không hồ sơ, việc, thư hay số liệu nào bị thay đổi.', en: 'It runs in the engine itself and is undone as a whole: no dossier, task, message or figure changes.' }[lang]}</p>
      ${state.kept && banner(lang, { tone: 'done', body: { vi: 'Đã lưu ca kiểm thử. Ca này sẽ được chạy trước mỗi lần ban hành.', en: 'The test case is kept. It is run before every publication.' } })}
      ${
        graph
          ? form(lang, {
              action: here,
              answered: state.moves !== undefined && !refused && !wrong,
              body: html`${startFields(ctx, state, graph)}`,
            })
          : banner(lang, {
              tone: 'late',
              title: { vi: 'Quy trình còn lỗi nên chưa chạy thử được', en: 'It cannot be tried yet: the model has mistakes' },
              body: html`<ul>${problems.map(
                (problem) =>
                  html`<li>${problemSentence(
                    lang,
                    placed({ ...problem, path: problem.element, where: problem.name }, () => undefined),
                  )}</li>`,
              )}</ul>`,
            })
      }
      ${trial && graph && standing(ctx, { shown, roles: await roleNames(ctx), bpmn, graph, trial, typed: state.typed ?? '', code: state.code ?? '', start: state.start ?? '', at: state.at ?? '', moves: state.moves ?? [], here })}`,
  });
}

function startFields(ctx: PageContext, state: State, graph: Graph): Html {
  const { lang } = ctx;
  const pool = graph.pools.get(graph.id)!;
  const starts = [...(pool.start ? [pool.start] : []), ...pool.starts.map((one) => one.node)];
  return html`${hiddenKey(ctx)}
    ${textInput(lang, { name: 'code', label: { vi: 'Lấy giá trị của một hồ sơ cũ (mã hồ sơ)', en: 'Take the values of an old dossier (its code)' }, optional: true, width: 20, value: state.code })}
    ${buttonGroup(button(lang, { kind: 'secondary', name: 'act', value: 'dossier', label: { vi: 'Lấy giá trị', en: 'Take the values' } }))}
    ${textarea(lang, { name: 'values', rows: 5, optional: true, label: { vi: 'Giá trị ban đầu', en: 'Values at the start' }, hint: { vi: 'mỗi dòng một biến, như  workKind: "house"', en: 'one variable on a line, such as  workKind: "house"' }, value: state.typed, attributes: { spellcheck: 'false' } })}
    ${starts.length > 1 && select(lang, { name: 'start', label: { vi: 'Bắt đầu ở', en: 'Begin at' }, value: state.start ?? starts[0]!.id, options: starts.map((node) => ({ value: node.id, label: node.name })) })}
    ${buttonGroup(button(lang, { name: 'act', value: 'start', label: { vi: 'Chạy từ đầu', en: 'Run from the start' } }))}`;
}

async function tried(ctx: PageContext, bpmn: string, day: string, state: State): Promise<{ trial?: Trial; wrong?: Html }> {
  try {
    return { trial: (await ctx.run(tryProcess, { bpmn, day, input: inputOf(ctx, state) })) as Trial };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { wrong: refusedSummary(ctx, error) };
  }
}
