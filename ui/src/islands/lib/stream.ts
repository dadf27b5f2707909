/**
 * One event stream for all tabs of a browser. The tab that holds the lock opens it and tells the others; when that tab
 * closes, the lock goes to the next. Browsers without locks open a stream per tab.
 *
 * The server sends `event: change` with `data: {"topics":["queue:12","dossier:abc"]}`.
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
  | { readonly kind: 'state'; readonly up: boolean };

/** Begins to listen; lasts as long as the page. */
export function listen(source: string, listener: StreamListener): void {
  const hear = (message: Message) => {
    if (message.kind === 'change') listener.changed(new Set(message.topics));
    else if (message.kind === 'resumed') listener.resumed();
    else listener.state(message.up);
  };
  addEventListener('pageshow', (event) => {
    if (event.persisted) listener.resumed();
  });
  if (!('locks' in navigator) || !('BroadcastChannel' in globalThis)) {
    open(source, hear);
    return;
  }
  const channel = new BroadcastChannel(`dinh-live:${source}`);
  channel.addEventListener('message', (event: MessageEvent<Message>) => hear(event.data));
  const tell = (message: Message) => {
    hear(message);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
    channel.postMessage(message);
  };
  void navigator.locks.request(`dinh-live:${source}`, () => {
    open(source, tell);
    return new Promise<never>(() => undefined); // held until the tab goes
  });
}

function open(source: string, tell: (message: Message) => void): void {
  let broken = false;
  let wait = 1000;
  const connect = () => {
    const stream = new EventSource(source);
    stream.addEventListener('open', () => {
      wait = 1000;
      tell({ kind: 'state', up: true });
      if (broken) tell({ kind: 'resumed' });
      broken = false;
    });
    stream.addEventListener('change', (event: MessageEvent<string>) => {
      const topics = topicsOf(event.data);
      if (topics.length > 0) tell({ kind: 'change', topics });
    });
    stream.addEventListener('error', () => {
      broken = true;
      tell({ kind: 'state', up: false });
      // The browser tries again by itself after a broken line, but not after an answer such as 503.
      if (stream.readyState !== EventSource.CLOSED) return;
      setTimeout(connect, wait + Math.random() * wait);
      wait = Math.min(wait * 2, 60_000);
    });
  };
  connect();
}

function topicsOf(data: string): string[] {
  try {
    const { topics } = JSON.parse(data) as { topics?: unknown };
    return Array.isArray(topics) ? topics.map(String) : [];
  } catch {
    return [];
  }
}
