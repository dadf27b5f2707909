import { createReadStream } from 'node:fs';
import { connect } from 'node:net';
import { unavailable } from '../errors.ts';

// The test signature of EICAR, in two halves so that this file itself is not taken for it.
const eicar = Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}' + '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*');

/**
 * Looks for malware: the EICAR signature always, and by ClamAV when it is configured.
 * @param clamd `host:port` or a socket path. @throws unavailable when ClamAV is configured and does not answer.
 */
export async function scanFile(path: string, clamd: string | undefined): Promise<'clean' | 'infected'> {
  if (await contains(path, eicar)) return 'infected';
  if (!clamd) return 'clean';
  const answer = await askClamd(path, clamd).catch((error) => {
    throw unavailable({}, { cause: error });
  });
  if (answer.includes('FOUND')) return 'infected';
  if (answer.includes('OK')) return 'clean';
  throw unavailable({}, { cause: new Error(`clamd answered: ${answer}`) });
}

async function contains(path: string, needle: Buffer): Promise<boolean> {
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    const window = Buffer.concat([tail, chunk as Buffer]);
    if (window.includes(needle)) return true;
    tail = window.subarray(Math.max(0, window.length - needle.length));
  }
  return false;
}

/** ClamAV's INSTREAM: chunks with their length before them, a zero length at the end. */
function askClamd(path: string, address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const [host, port] = address.split(':');
    const socket = address.startsWith('/') ? connect(address) : connect(Number(port ?? 3310), host);
    let answer = '';
    socket.setTimeout(30_000, () => socket.destroy(new Error('clamd does not answer')));
    socket.on('error', reject);
    socket.on('data', (data) => void (answer += data.toString()));
    socket.on('end', () => resolve(answer));
    socket.on('connect', async () => {
      try {
        socket.write('zINSTREAM\0');
        for await (const chunk of createReadStream(path)) {
          const length = Buffer.alloc(4);
          length.writeUInt32BE((chunk as Buffer).length);
          if (!socket.write(Buffer.concat([length, chunk as Buffer]))) await new Promise((go) => socket.once('drain', go));
        }
        socket.write(Buffer.alloc(4));
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
  });
}
