import { post, redirect, show } from '@dinh/kernel';
import { refusedSummary } from './frame.ts';
import { changing } from './instance-acts.ts';
import { instanceScreen } from './instance.ts';

/** Carries out an act on an instance; who refuses says why, on the same page. */
export const instancePost = post({
  path: '/dieu-hanh/luot/:id',
  title: { vi: 'Can thiệp vào một lượt chạy', en: 'Intervene in an instance' },
  may: changing,
  async run(ctx) {
    const instance = ctx.params['id']!;
    const typed = (name: string): string => [ctx.form[name] ?? ''].flat().at(-1)!.trim();
    const why = { instance, reason: typed('reason') };
    try {
      switch (typed('act')) {
        case 'move':
          await ctx.run('process.move-token', { ...why, token: typed('token'), element: typed('element') });
          break;
        case 'restart':
          await ctx.run('process.restart-from', { ...why, element: typed('element') });
          break;
        case 'set':
          await ctx.run('process.set-variables', {
            ...why,
            variables: { [typed('variable')]: valueOf(typed('value')) },
          });
          break;
        case 'cancel':
          await ctx.run('process.cancel-instance', why);
      }
      return redirect(`/dieu-hanh/luot/${instance}`);
    } catch (error) {
      return show(await instanceScreen(ctx, refusedSummary(ctx, error)), 422);
    }
  },
});

/** What was typed as a value: JSON where it is, else the text itself. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
