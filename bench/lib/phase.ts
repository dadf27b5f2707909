import type { ChildProcess } from 'node:child_process';

/** Sends an order to a process of ours. */
export function say(child: ChildProcess, message: unknown): Promise<void> {
  return new Promise((resolve, reject) => child.send(message as never, (error) => (error ? reject(error) : resolve())));
}

/** Waits for `{ [name]: value }` from a process of ours. @throws Error with its own words when it fails or ends. */
export function hear<T = unknown>(child: ChildProcess, name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      child.off('message', take);
      child.off('exit', gone);
    };
    const take = (message: unknown): void => {
      const told = message as Record<string, unknown>;
      if ('failed' in told) {
        stop();
        reject(new Error(String(told['failed'])));
      } else if (name in told) {
        stop();
        resolve(told[name] as T);
      }
    };
    const gone = (code: number | null): void => {
      stop();
      reject(new Error(`a process of the bench ended (${code})`));
    };
    child.on('message', take);
    child.on('exit', gone);
  });
}

/** On the other side: does what it is ordered, in turn, and tells of failures instead of dying silently. */
export function obey(handle: (order: any) => Promise<void>): void {
  process.on('message', (order) => {
    void handle(order).catch((error: Error) => process.send!({ failed: error.stack ?? error.message }));
  });
}
