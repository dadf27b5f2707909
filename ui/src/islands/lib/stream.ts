/**
 * One event stream for all tabs of a browser. The tab that holds the lock opens it for the topics of all of them and
 * tells the others; when that tab closes, the lock goes to the next. Browsers without locks open a stream per tab.
 *
 * The stream is asked as `source?topics=a,b` and answers `event: change`, `data: ["a"]`.
 */

export interface StreamListener {
  /** These topics have changed. */
  readonly changed: (topics: ReadonlySet<string>) => void;
  /** The stream came back after a break, or this page after a sleep: anything may have changed. */
  readonly resumed: () => void;
  /** The stream is up or down. */
  readonly state: (up: boolean) => void;
}

type Message =
  | { readonly kind: 'change'; readonly topics: readonly string[] }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'state'; readonly up: boolean }
  /** The tab that leads asks the others what they want to hear. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'want'; readonly tab: string; readonly topics: readonly string[] };

/** Begins to listen, for as long as the page lives. The function that comes back changes what is listened for. */
export function listen(
  source: string,
  topics: readonly string[],
  listener: StreamListener,
): (topics: readonly string[]) => void {
  const tab = Math.random().toString(36).slice(2);
  const wanted = new Map([[tab, topics]]);
  const shared = 'locks' in navigator && 'BroadcastChannel' in globalThis;
  const channel = shared ? new BroadcastChannel(`dinh-live:${source}`) : undefined;
  let stream: Stream | undefined; // in the tab that leads

  const send = (message: Message) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
    channel?.postMessage(message);
  };
  const tell = (message: Message) => {
    hear(message);
    send(message);
  };
  const hear = (message: Message) => {
    if (message.kind === 'change') listener.changed(new Set(message.topics));
    else if (message.kind === 'resumed') listener.resumed();
    else if (message.kind === 'state') listener.state(message.up);
    else if (message.kind === 'ask') want();
    else if (stream) {
      if (message.topics.length > 0) wanted.set(message.tab, message.topics);
      else wanted.delete(message.tab);
      stream.follow(new Set([...wanted.values()].flat()));
    }
  };
  const want = () => {
    const message: Message = { kind: 'want', tab, topics: wanted.get(tab) ?? [] };
    if (stream) hear(message);
    else send(message);
  };
  const lead = () => {
    stream = new Stream(source, tell);
    want();
    send({ kind: 'ask' });
  };

  channel?.addEventListener('message', (event: MessageEvent<Message>) => hear(event.data));
  addEventListener('pagehide', () => send({ kind: 'want', tab, topics: [] }));
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    want();
    listener.resumed();
  });
  if (!channel) lead();
  else {
    want();
    void navigator.locks.request(`dinh-live:${source}`, () => {
      lead();
      return new Promise<never>(() => undefined); // held until the tab goes
    });
  }
  return (now) => {
    wanted.set(tab, now);
    want();
  };
}

/** The event source and its mending. */
class Stream {
  readonly #source: string;
  readonly #tell: (message: Message) => void;
  #topics = new Set<string>();
  #open: EventSource | undefined;
  #broken = false;
  #wait = 1000;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: string, tell: (message: Message) => void) {
    this.#source = source;
    this.#tell = tell;
  }

  /** Opens the stream anew when a topic is not covered yet; several wishes at once make one stream. */
  follow(topics: Set<string>): void {
    const covered = [...topics].every((topic) => this.#topics.has(topic));
    if (topics.size === 0 || covered) return;
    this.#topics = topics;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), 30);
  }

  #connect(): void {
    const before = this.#open;
    const stream = new EventSource(
      `${this.#source}?topics=${[...this.#topics].map(encodeURIComponent).join(',')}`,
    );
    this.#open = stream;
    stream.addEventListener('open', () => {
      before?.close(); // only now, so that nothing falls between the two
      this.#wait = 1000;
      this.#tell({ kind: 'state', up: true });
      if (this.#broken) this.#tell({ kind: 'resumed' });
      this.#broken = false;
    });
    stream.addEventListener('change', (event: MessageEvent<string>) => {
      this.#tell({ kind: 'change', topics: JSON.parse(event.data) as string[] });
    });
    stream.addEventListener('error', () => {
      if (stream !== this.#open) return;
      this.#broken = true;
      this.#tell({ kind: 'state', up: false });
      // The browser tries again by itself after a broken line, but not after an answer such as 503.
      if (stream.readyState !== EventSource.CLOSED) return;
      this.#timer = setTimeout(() => this.#connect(), this.#wait * (1 + Math.random()));
      this.#wait = Math.min(this.#wait * 2, 60_000);
    });
  }
}
