import { connect, type Socket } from 'node:net';

/** A request as it goes over the wire. */
export interface Request {
  /** Under which its times are kept. */
  readonly label: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Response {
  readonly status: number;
  readonly body: Buffer;
}

/** Writes a request out once, so that sending it again costs nothing. */
export function wire(request: Request, host: string): Buffer {
  const body = Buffer.from(request.body ?? '');
  const lines = [`${request.method} ${request.path} HTTP/1.1`, `host: ${host}`, 'connection: keep-alive'];
  for (const [name, value] of Object.entries(request.headers ?? {})) lines.push(`${name}: ${value}`);
  if (request.body !== undefined) {
    if (!request.headers?.['content-type']) lines.push('content-type: application/json');
    lines.push(`content-length: ${body.length}`);
  }
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]);
}

/**
 * One keep-alive connection with one request at a time. It reads no more of an answer than it needs to find its end,
 * because on a small machine the clients take their processor time from the server that they measure.
 */
export class Connection {
  readonly #socket: Socket;
  #parts: Buffer[] = [];
  #size = 0;
  #end = -1;
  #status = 0;
  #head = 0;
  #answer: { resolve(response: Response): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (data) => this.#take(data));
    socket.on('error', (error) => this.#answer?.reject(error));
    socket.on('close', () => this.#answer?.reject(new Error('the server closed the connection')));
  }

  static open(address: string): Promise<Connection> {
    const { hostname, port } = new URL(address);
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) });
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Connection(socket)));
    });
  }

  send(bytes: Buffer): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      this.#socket.write(bytes);
    });
  }

  close(): void {
    this.#answer = undefined;
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    this.#parts.push(data);
    this.#size += data.length;
    if (this.#end < 0) this.#readHead();
    if (this.#end < 0 || this.#size < this.#end) return;
    const body = Buffer.concat(this.#parts).subarray(this.#head, this.#end);
    const answer = this.#answer!;
    this.#parts = [];
    this.#size = 0;
    this.#end = -1;
    this.#answer = undefined;
    answer.resolve({ status: this.#status, body });
  }

  #readHead(): void {
    const all = Buffer.concat(this.#parts);
    const end = all.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = all.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.#answer?.reject(new Error(`an answer without a length: ${head}`));
    this.#status = Number(head.slice(9, 12));
    this.#head = end + 4;
    this.#end = this.#head + Number(length);
  }
}
