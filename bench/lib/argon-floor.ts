/** Bare argon2id by our parameters, as many at a time as there are clients: what a sign-in cannot do without. */
import { argon2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { obey } from './phase.ts';

const derive = promisify(argon2);

interface ArgonOrder {
  readonly seconds: number;
  readonly lanes: number;
}

/** Hashes until the time is over. @returns hashes a second */
async function hashFor({ seconds, lanes }: ArgonOrder): Promise<number> {
  const message = 'ba con vịt qua cầu tre';
  let done = 0;
  const started = performance.now();
  const end = started + seconds * 1000;
  const lane = async () => {
    while (performance.now() < end) {
      await derive('argon2id', {
        message,
        nonce: randomBytes(16),
        memory: 19_456,
        passes: 2,
        parallelism: 1,
        tagLength: 32,
      });
      done++;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done / ((performance.now() - started) / 1000);
}

obey(async (order: ArgonOrder) => {
  process.send!({ hashes: await hashFor(order) });
});
