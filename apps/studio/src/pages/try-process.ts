import { checker, notFound, page, type PageContext, post, Refusal, show, type Text } from '@dinh/kernel';
import { compileBpmn } from '@dinh/process';
import { standing } from './trial-standing.ts';
import { banner, button, buttonGroup, form, html, type Html, textarea, textInput } from '@dinh/ui';
import { evaluate, FeelError } from '@dinh/decision';
import { Moves, type ProcessInput } from '../model/test-case.ts';
import type { Move, Trial } from '../model/try-process.ts';
import { keepTestCase } from '../operations/test-cases.ts';
import { tryProcess } from '../queries/try-process.ts';
import { valuesOfDossier } from '../queries/values-of-dossier.ts';
import { address, crumbs, hiddenKey, posted, refusedSummary, screen, viewing, withQuery } from './frame.ts';
import { type Shown, shownVersion } from './shown.ts';

const title: Text = { vi: 'Chạy thử quy trình', en: 'Try the process out' };
const path = '/studio/process/:key/thu';

/** A process of a version or draft, tried step by step. What was done so far travels in the page; nothing is kept. */
export const tryPage = page({
  path,
  title,
  may: viewing,
  run: async (ctx) => show(await tryScreen(ctx, {})),
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
        const input: ProcessInput = { variables: values(ctx, state.typed), moves: [...state.moves] };
        const { bpmn } = shown.body as { bpmn: string };
        await ctx.run(keepTestCase, {
          kind: 'process',
          key: shown.key,
          name: (posted(ctx, 'name') ?? '').trim(),
          text: bpmn,
          input,
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
            typed: given.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join('\n'),
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
  readonly kept?: boolean;
}

/** Values typed, moves done and the one that was chosen now. */
function readState(ctx: PageContext): State & { moves: readonly Move[]; typed: string } {
  const typed = (posted(ctx, 'values') ?? '').replaceAll('\r\n', '\n').slice(0, 20_000);
  const moves = readMoves(posted(ctx, 'moves'));
  const next = readMoves(`[${posted(ctx, 'move') ?? ''}]`);
  const code = posted(ctx, 'code');
  if (posted(ctx, 'act') === 'start') return { typed, moves: [], code };
  if (posted(ctx, 'act') === 'back') return { typed, moves: moves.slice(0, -1), code };
  return { typed, moves: [...moves, ...next], code };
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

/** Lines `name: FEEL`, and for places that nobody named some unit, so that steps can be given to one. */
function values(ctx: PageContext, typed: string | undefined): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const line of (typed ?? '').split('\n')) {
    const [, name, text] = /^\s*([\p{L}_][\p{L}\p{N}_-]*)\s*:\s*(.+)$/u.exec(line) ?? [];
    if (name) given[name] = valueOfLine(text!.trim(), ctx.now);
  }
  return given;
}

function valueOfLine(text: string, now: Date): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    try {
      return evaluate(text, {}, { now, steps: 10_000 }) ?? text;
    } catch (error) {
      if (!(error instanceof FeelError)) throw error;
      return text;
    }
  }
}

/** Every word of a model: of an old dossier only what it names is looked at. */
const namesIn = (bpmn: string): string[] =>
  [...new Set(bpmn.match(/[\p{L}_][\p{L}\p{N}_]*/gu))].slice(0, 300);

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
  const { graph } = compileBpmn(bpmn);
  const { trial, wrong } = state.moves ? await tried(ctx, bpmn, state) : {};
  const here = withQuery(`${address('process', shown.key)}/thu`, shown.query);
  return screen(ctx, {
    title,
    wrong: refused !== undefined || wrong !== undefined,
    breadcrumbs: crumbs(shown.kind, shown.key, { label: title }),
    main: html`${refused}${wrong}
      <h1>${title[lang]}: <code>${shown.key}</code></h1>
      <p>${{ vi: 'Chạy bằng chính bộ máy quy trình, rồi hoàn lại toàn bộ: không hồ sơ, việc, thư hay số liệu nào bị thay đổi.', en: 'It runs in the engine itself and is undone as a whole: no dossier, task, message or figure changes.' }[lang]}</p>
      ${state.kept && banner(lang, { tone: 'done', body: { vi: 'Đã lưu ca kiểm thử. Ca này sẽ được chạy trước mỗi lần ban hành.', en: 'The test case is kept. It is run before every publication.' } })}
      ${form(lang, { action: here, body: html`${startFields(ctx, state)}` })}
      ${trial && graph && standing(ctx, { shown, bpmn, graph, trial, typed: state.typed ?? '', code: state.code ?? '', moves: state.moves ?? [], here })}`,
  });
}

function startFields(ctx: PageContext, state: State): Html {
  const { lang } = ctx;
  return html`${hiddenKey(ctx)}
    ${textInput(lang, { name: 'code', label: { vi: 'Lấy giá trị của một hồ sơ cũ (mã hồ sơ)', en: 'Take the values of an old dossier (its code)' }, optional: true, width: 20, value: state.code })}
    ${buttonGroup(button(lang, { kind: 'secondary', name: 'act', value: 'dossier', label: { vi: 'Lấy giá trị', en: 'Take the values' } }))}
    ${textarea(lang, { name: 'values', rows: 5, optional: true, label: { vi: 'Giá trị ban đầu', en: 'Values at the start' }, hint: { vi: 'mỗi dòng một biến, như  workKind: "house"', en: 'one variable on a line, such as  workKind: "house"' }, value: state.typed, attributes: { spellcheck: 'false' } })}
    ${buttonGroup(button(lang, { name: 'act', value: 'start', label: { vi: 'Chạy từ đầu', en: 'Run from the start' } }))}`;
}

async function tried(ctx: PageContext, bpmn: string, state: State): Promise<{ trial?: Trial; wrong?: Html }> {
  try {
    const input = { bpmn, variables: values(ctx, state.typed), moves: [...(state.moves ?? [])] };
    return { trial: (await ctx.run(tryProcess, input)) as Trial };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { wrong: refusedSummary(ctx, error) };
  }
}
