import { checkModel, importsInForce } from '@dinh/decision';
import { localDate, type PageContext, post } from '@dinh/kernel';
import { type Problem, toldTo } from '../model/body-text.ts';
import { answerNotes } from '../model/form-notes.ts';
import { kindNamed } from '../model/kinds.ts';
import { checkText } from '../queries/check-text.ts';
import { posted, viewing } from './frame.ts';

/**
 * Answers an editor that asks while somebody writes: `{ problems: [{ path, reason, line? }], notes }`; `notes` are what may be
 * meant and is worth a look: what a table leaves open, rules that never fire, who reads a field that a form no longer has.
 */
export const checkPost = post({
  path: '/studio/:kind/:key/kiem-tra',
  title: { vi: 'Kiểm tra nội dung đang soạn', en: 'Check a text that is being written' },
  may: viewing,
  async run(ctx) {
    const { kind, key } = ctx.params as { kind: string; key: string };
    const text = (posted(ctx, 'text') ?? '').replaceAll('\r\n', '\n');
    const about = posted(ctx, 'about')?.replaceAll('\r\n', '\n');
    const written = { text, ...(about !== undefined && { about }) };
    const { problems } = await ctx.run(checkText, { kind, key, ...written });
    const notes = await answerNotes(ctx, kindNamed(ctx.app, kind), key, written, localDate(ctx.now));
    const open = kind === 'decision' && problems.length === 0 ? await openIn(ctx, key, text) : [];
    return {
      kind: 'json',
      body: { problems: toldTo(ctx.lang, problems), notes: toldTo(ctx.lang, [...open, ...notes]) },
    };
  },
});

/** What a decision that can be read leaves open. */
async function openIn(ctx: PageContext, key: string, dmn: string): Promise<Problem[]> {
  const { models } = await importsInForce(ctx.app.definitions, key, dmn, localDate(ctx.now));
  const findings = await checkModel(dmn, { imports: models.map((one) => one.dmn) });
  return findings.map(({ elementId, line, message, where }) => ({
    path: elementId ?? 'dmn',
    reason: message,
    line,
    ...(where && { where }),
  }));
}
