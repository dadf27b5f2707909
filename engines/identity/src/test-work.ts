import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import type { App, Call } from '@dinh/kernel';
import type { finishSignUp } from './operations/finish-sign-up.ts';
import { nobody } from './test-house.ts';

type Opened = NonNullable<Awaited<ReturnType<(typeof finishSignUp)['run']>>['opened']>;

/** Opens an account in both steps, by the code that a demonstration tells. */
export async function openAccount(app: App, person: object, call: Call = nobody): Promise<Opened> {
  const { proof, code } = await app.run('identity.sign-up', person as never, call);
  const { opened } = await app.run('identity.finish-sign-up', { proof, code: code! }, call);
  if (!opened) throw new Error('this identity number has an account');
  return opened;
}

/** What some work does, piece by piece: each statement that it asks of the database, and each password that it hashes. */
export async function workOf(app: App, work: () => Promise<unknown>): Promise<string[]> {
  const done: string[] = [];
  // What else goes on in the program meanwhile is no part of it.
  const here = new AsyncLocalStorage<true>();
  const watch = <T extends object>(over: T): T =>
    new Proxy(over, {
      get(target, name) {
        const own = target[name as keyof T] as unknown;
        if (typeof own !== 'function') return own;
        return (...given: unknown[]) => {
          const [first] = given as [{ compile?(): { text: string } } & ((tx: object) => unknown)];
          if (name === 'transaction') return own.call(target, (tx: object) => first(watch(tx)));
          if (typeof first?.compile === 'function' && here.getStore()) done.push(first.compile().text);
          return own.apply(target, given);
        };
      },
    });
  const hashing = createHook({
    init: (_, type) => void (/argon2/i.test(type) && here.getStore() && done.push(type)),
  }).enable();
  const { db } = app;
  (app as { db: object }).db = watch(db);
  try {
    await here.run(true, work);
  } finally {
    (app as { db: object }).db = db;
    hashing.disable();
  }
  return done;
}
