import { post } from '@dinh/kernel';
import { toldTo } from '../model/body-text.ts';
import { checkText } from '../queries/check-text.ts';
import { posted, viewing } from './frame.ts';

/** Answers an editor that asks while somebody writes: `{ problems: [{ path, reason, line? }] }`. */
export const checkPost = post({
  path: '/studio/:kind/:key/kiem-tra',
  title: { vi: 'Kiểm tra nội dung đang soạn', en: 'Check a text that is being written' },
  may: viewing,
  async run(ctx) {
    const { kind, key } = ctx.params as { kind: string; key: string };
    const text = (posted(ctx, 'text') ?? '').replaceAll('\r\n', '\n');
    const about = posted(ctx, 'about');
    const { problems } = await ctx.run(checkText, {
      kind,
      key,
      text,
      ...(about !== undefined && { about: about.replaceAll('\r\n', '\n') }),
    });
    return { kind: 'json', body: { problems: toldTo(ctx.lang, problems) } };
  },
});
