import { loadDemonstration } from './demo/load.ts';
import { makeResults } from './demo/results.ts';
import { progressBar } from './progress.ts';
import { mustBeLoaded, withApp } from './tool.ts';
import { type Command, noMore, readOptions, UsageError } from './usage.ts';

export const demo: Command = {
  usage: [
    [
      'demo --dossiers N [--days D] [--seed S]',
      'adds N made-up dossiers of two years (or of the last D days), for trying out and measuring',
    ],
  ],
  async run(args) {
    const { options, rest } = readOptions(args, ['dossiers', 'days', 'seed']);
    noMore(rest);
    const dossiers = wholeNumber('dossiers', options.dossiers, 1, 20_000_000);
    if (dossiers === undefined) throw new UsageError('demo needs --dossiers N.');
    const seed = wholeNumber('seed', options.seed, 0, 2 ** 31);
    const days = wholeNumber('days', options.days, 1, 3650);
    return withApp(async (app) => {
      if (!app.config.demonstration) throw new UsageError('demo works on a demonstration only: HOST is not a loopback address.');
      await mustBeLoaded(app);
      const bar = progressBar('Loading dossiers');
      const { rows, seconds } = await loadDemonstration(app, { dossiers, seed, days }, bar.show);
      bar.end();
      await app.audit.start();
      const signed = await makeResults(app).finally(() => app.audit.stop());
      for (const [table, count] of rows) console.log(`${String(count).padStart(10)}  ${table}`);
      console.log(`${dossiers} dossiers in ${seconds.toFixed(0)} s; ${signed} results signed.`);
      return 0;
    });
  },
};

function wholeNumber(name: string, text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < min || number > max)
    throw new UsageError(`--${name} must be a whole number from ${min} to ${max}, not “${text}”.`);
  return number;
}
