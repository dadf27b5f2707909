// The program with a floor beside it: the desk's pages once more under /san, their questions answered by hand.
import { type Module, type PageContext, startApp } from '@dinh/kernel';
import { openProgram } from '../../platform/src/program.ts';
import { loadChangedPack } from '../../platform/src/pack/load.ts';
import { buildScreens } from '../../platform/src/screens.ts';
import { startWeb } from '../../platform/src/web/server.ts';
import { byHand } from './by-hand.ts';
import { asked, openHand } from './hand.ts';

await buildScreens();
const program = await openProgram();
const { app } = program;
await loadChangedPack(app, app.config.packFolder);
const hand = openHand(app.db.url);
const pages = app.modules.flatMap((m) => m.pages ?? []).filter((p) => p.method === 'GET' && p.path.startsWith('/ban-lam-viec'));
(app.modules as Module[]).push({
  name: 'floor',
  title: { vi: 'Sàn', en: 'Floor' },
  pages: [
    ...pages.map((page) => ({
      ...page,
      path: `/san${page.path}`,
      run: (ctx: PageContext) => page.run(instead(ctx, { url: ctx.url.slice('/san'.length), run: byHand(app, hand.ask, ctx) })),
    })),
    {
      method: 'GET',
      path: '/san/cau-hoi',
      title: { vi: 'Câu hỏi', en: 'Questions' },
      may: 'anyone',
      run: async () => ({ kind: 'json', body: [...asked] }),
    },
  ],
});
const stop = await startApp(app);
const web = await startWeb(app);
process.on('SIGTERM', () => {
  void (async () => {
    await web.close();
    await stop();
    await hand.close();
    await program.close();
    process.exit(0);
  })();
});

/** The context with some of it replaced. It is an object of a class, whose getters a copy would lose. */
function instead(ctx: PageContext, other: Partial<PageContext>): PageContext {
  return new Proxy(ctx, {
    get(target, name) {
      if (name in other) return Reflect.get(other, name);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
