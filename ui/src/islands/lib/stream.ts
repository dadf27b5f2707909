/**
 * One event stream for all tabs of a browser. The tab that holds the lock opens it for the topics of all of them and
 * tells the others; when that tab closes, the lock goes to the next. Browsers without locks open a stream per tab.
 *
 * The stream is asked as `source?topics=a,b&since=12.3` and answers `event: change`, `data: ["a"]`. It begins at the
 * position at which the page was drawn, so that nothing falls between the page and the stream; every event carries the
 * position up to which all was told, from which it goes on after a break.
 */
import { earliest, isEarlier } from './position.ts';

/** Topics, each with the position at which what is shown of it was drawn. */
export type Wanted = ReadonlyMap<string, string>;

export interface StreamListener {
  /** These topics have changed. */
  readonly changed: (topics: ReadonlySet<string>) => void;
  /** The stream is up or down. */
  readonly state: (up: boolean) => void;
}

type Message =
  /** @param tab only this one is meant: the others have heard it already */
  | { readonly kind: 'change'; readonly topics: readonly string[]; readonly tab?: string }
  | { readonly kind: 'state'; readonly up: boolean }
  /** The tab that leads asks the others what they want to hear. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'want'; readonly tab: string; readonly wanted: Wanted };

/** Begins to listen, for as long as the page lives. The function that comes back changes what is listened for. */
export function listen(source: string, wanted: Wanted, listener: StreamListener): (wanted: Wanted) => void {
  const tab = Math.random().toString(36).slice(2);
  const shared = 'locks' in navigator && 'BroadcastChannel' in globalThis;
  const channel = shared ? new BroadcastChannel(`dinh-live:${source}`) : undefined;
  let mine = wanted;
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
    if (message.kind === 'change') {
      if (message.tab === undefined || message.tab === tab) listener.changed(new Set(message.topics));
    } else if (message.kind === 'state') listener.state(message.up);
    else if (message.kind === 'ask') want();
    else stream?.follow(message.tab, message.wanted);
  };
  const want = () => {
    const message: Message = { kind: 'want', tab, wanted: mine };
    if (stream) hear(message);
    else send(message);
  };
  const lead = () => {
    stream = new Stream(source, tell);
    want();
    send({ kind: 'ask' });
  };

  channel?.addEventListener('message', (event: MessageEvent<Message>) => hear(event.data));
  addEventListener('pagehide', () => send({ kind: 'want', tab, wanted: new Map() }));
  // A page that comes back as it was left asks for what has changed since it was drawn.
  addEventListener('pageshow', (event) => event.persisted && want());
  if (!channel) lead();
  else {
    want();
    void navigator.locks.request(`dinh-live:${source}`, () => {
      lead();
      return new Promise<never>(() => undefined); // held until the tab goes
    });
  }
  return (now) => {
    mine = now;
    want();
  };
}

/** The event source and its mending. */
class Stream {
  readonly #source: string;
  readonly #tell: (message: Message) => void;
  readonly #tabs = new Map<string, Wanted>();
  /** Topics for which a stream is open, or about to be. */
  readonly #covered = new Set<string>();
  /** Up to where all was told of the topics of the open stream, and from where those have to be told that come with the next. */
  #since: string | undefined;
  #sinceOfNext: string | undefined;
  /** Where each topic has changed last, as far as that was told. */
  readonly #changes = new Map<string, string>();
  #open: EventSource | undefined;
  #wait = 1000;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: string, tell: (message: Message) => void) {
    this.#source = source;
    this.#tell = tell;
  }

  /**
   * Takes up what a tab wants. What changed before the tab could hear it is told to that tab at once; the stream is
   * opened anew when a topic is not covered yet, and several wishes at once make one stream.
   */
  follow(tab: string, wanted: Wanted): void {
    const before = this.#tabs.get(tab);
    if (wanted.size > 0) this.#tabs.set(tab, wanted);
    else this.#tabs.delete(tab);
    const fresh = [...wanted].filter(([topic]) => !before?.has(topic));
    const missed = fresh.filter(([topic, since]) => isEarlier(since, this.#changes.get(topic)));
    if (missed.length > 0) this.#tell({ kind: 'change', topics: missed.map(([topic]) => topic), tab });
    const more = fresh.filter(([topic]) => !this.#covered.has(topic));
    if (more.length === 0) return;
    for (const [topic, since] of more) {
      this.#covered.add(topic);
      this.#sinceOfNext = earliest(this.#sinceOfNext, since);
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), 30);
  }

  #connect(): void {
    const before = this.#open;
    const topics = new Set([...this.#tabs.values()].flatMap((wanted) => [...wanted.keys()]));
    this.#since = earliest(this.#since, this.#sinceOfNext);
    this.#sinceOfNext = undefined;
    const asked = new URLSearchParams({ topics: [...topics].join(',') });
    if (this.#since) asked.set('since', this.#since);
    const stream = new EventSource(`${this.#source}?${asked}`);
    this.#open = stream;
    for (const topic of this.#covered) if (!topics.has(topic)) this.#covered.delete(topic);
    stream.addEventListener('open', () => {
      before?.close(); // only now, so that nothing falls between the two
      this.#wait = 1000;
      this.#tell({ kind: 'state', up: true });
    });
    stream.addEventListener('change', (event: MessageEvent<string>) => {
      const changed = JSON.parse(event.data) as string[];
      if (event.lastEventId) for (const topic of changed) this.#changes.set(topic, event.lastEventId);
      this.#reached(stream, event.lastEventId);
      this.#tell({ kind: 'change', topics: changed });
    });
    stream.addEventListener('reached', (event: MessageEvent<string>) => this.#reached(stream, event.lastEventId));
    stream.addEventListener('error', () => {
      if (stream !== this.#open) return;
      this.#tell({ kind: 'state', up: false });
      // The browser tries again by itself after a broken line, but not after an answer such as 503.
      if (stream.readyState !== EventSource.CLOSED) return;
      this.#timer = setTimeout(() => this.#connect(), this.#wait * (1 + Math.random()));
      this.#wait = Math.min(this.#wait * 2, 60_000);
    });
  }

  /** A stream that is being replaced says nothing about the topics that the next one is opened for. */
  #reached(stream: EventSource, position: string): void {
    if (stream === this.#open && position) this.#since = position;
  }
}
