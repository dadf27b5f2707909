import { mkdirSync, statSync } from 'node:fs';
import net from 'node:net';

/** Held by the one program that may start and stop the server of a data folder. */
export interface Ownership {
  release(): Promise<void>;
}

/**
 * Takes a data folder for this process. The lock is a Unix socket in Linux's abstract name space, named by
 * the folder's inode: it is taken by one system call, and the kernel frees it whatever way a process ends,
 * so it can be neither stale nor stolen.
 * @returns the ownership, or the process number of the program that has it (0 when it does not say)
 */
export async function takeOwnership(dataDir: string): Promise<Ownership | number> {
  mkdirSync(dataDir, { recursive: true });
  const { dev, ino } = statSync(dataDir);
  const name = `\0dinh-postgres-${dev}-${ino}`;
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.end(String(process.pid));
  });
  const taken = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)));
    server.listen(name, () => resolve(true));
  });
  if (!taken) return askOwner(name);
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function askOwner(name: string): Promise<number> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = net.connect(name);
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.on('error', () => {});
    socket.on('close', () => resolve(Number(answer) || 0));
  });
}
