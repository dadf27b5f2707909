import type { App } from '@dinh/kernel';
import { type TimeStamper, timeStamperAt, timeStamperOf } from '@dinh/signing';
import { timeStampMissing } from '../errors.ts';
import { signingKeys } from './keys.ts';

/** An authority that does not answer keeps an officer waiting for so long, milliseconds; … */
const patience = 5000;
/** … and is then left alone for so long, because a register is locked while it is asked. */
const pause = 60_000;

const opened = new WeakMap<App, Promise<TimeStamper | undefined>>();

/**
 * Where signatures of this installation are given their time: the authority that is configured; in a demonstration without one a
 * stand-in with a key of its own; else nowhere. When the authority does not answer papers are signed without a stamp, which the page of
 * confirmation says, unless stamps are required (`DINH_TSA_REQUIRED`): then nothing is signed, and the officer is told to try again.
 */
export function timeStamper(app: App): Promise<TimeStamper | undefined> {
  let stamper = opened.get(app);
  if (!stamper) opened.set(app, (stamper = open(app)));
  return stamper;
}

async function open(app: App): Promise<TimeStamper | undefined> {
  const { tsaUrl, tsaRequired, demonstration } = app.config;
  if (tsaUrl !== undefined) return tolerant(app, timeStamperAt(tsaUrl, patience), tsaRequired);
  if (!demonstration) return undefined;
  return timeStamperOf(await (await signingKeys(app)).ofStamps(), () => app.clock.now());
}

function tolerant(app: App, stamper: TimeStamper, required: boolean): TimeStamper {
  let askedAgain = -Infinity;
  return async (digest) => {
    if (!required && performance.now() < askedAgain) return undefined;
    try {
      return await stamper(digest);
    } catch (error) {
      if (required) throw timeStampMissing({}, { cause: error });
      askedAgain = performance.now() + pause;
      app.log.warn({ err: error }, 'a paper is signed without a time stamp');
      app.metrics.count('dinh_time_stamps_missing_total', {});
      return undefined;
    }
  };
}
