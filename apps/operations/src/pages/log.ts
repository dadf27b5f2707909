import { Readable } from 'node:stream';
import { page } from '@dinh/kernel';
import { xes } from '../model/xes.ts';
import { listEvents, type Trace } from '../queries/list-events.ts';
import { watching } from '../queries/processes.ts';
import { askedNumber, askedPeriod } from './frame.ts';

/** The event log of a process as a file for process-mining tools (XES), read and sent piece by piece. */
export const logFile = page({
  path: '/dieu-hanh/quy-trinh/:key/nhat-ky.xes',
  title: { vi: 'Nhật ký sự kiện (XES)', en: 'Event log (XES)' },
  may: watching,
  async run(ctx) {
    const process = ctx.params['key']!;
    const version = askedNumber(ctx, 'ban');
    const wanted = { process, ...askedPeriod(ctx), ...(version && { version }) };
    let { traces, next }: { traces: Trace[]; next: string | null } = await ctx.run(listEvents, wanted);
    async function* all(): AsyncGenerator<Trace> {
      yield* traces;
      while (next) {
        ({ traces, next } = await ctx.run(listEvents, { ...wanted, after: next }));
        yield* traces;
      }
    }
    return {
      kind: 'file',
      body: Readable.from(xes(process, all()), { objectMode: false }),
      type: 'application/xml; charset=utf-8',
      name: `${process}.xes`,
      disposition: 'attachment',
    };
  },
});
