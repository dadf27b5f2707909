/** What changes between the drawing of a page and the opening of its stream of changes, or while the line is down. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { file } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

const permit = 'HNM.6739-14';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
before(async () => {
  province = await openProvince();
  [citizen, desk] = await Promise.all([province.signIn('congdan'), province.signIn('motcua')]);
});
after(() => province.close());

/** Opens a page and holds its stream back until `go` is called. */
async function held(page: Page, path: string): Promise<{ go: () => void }> {
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  await page.route('**/su-kien?*', async (route) => {
    asked.resolve();
    await gate.promise;
    await route.continue();
  });
  await page.goto(path);
  await asked.promise;
  return { go: () => gate.resolve() };
}

test('D2 a dossier that is filed after the queue was drawn and before its stream is open stands in it all the same', async () => {
  const screen = await province.browser({ as: 'motcua' });
  const stream = await held(screen, '/ban-lam-viec?hang=tiep-nhan');
  const { id } = await file(province, citizen, permit);
  await province.settle();
  stream.go();
  await screen.waitForSelector(`#hs-${id}`);
});

test('The page of a dossier shows what was done with it before its stream was open', async () => {
  const { id } = await file(province, citizen, permit);
  await province.settle();
  const screen = await province.browser({ as: 'motcua' });
  const stream = await held(screen, `/ban-lam-viec/ho-so/${id}`);
  const { code } = await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  await province.settle();
  stream.go();
  await screen.waitForSelector(`text=${code}`);
});

test('A second tab, whose topics the stream of the first one covers, hears what changed before it could listen', async () => {
  const { id } = await file(province, citizen, permit);
  await province.settle();
  const first = await province.browser({ as: 'motcua' });
  await first.goto(`/ban-lam-viec/ho-so/${id}`);
  await first.waitForSelector('[data-live-state="up"]');
  const second = await first.context().newPage();
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  await second.route('**/live*.js', async (route) => {
    asked.resolve();
    await gate.promise;
    await route.continue();
  });
  const opened = second.goto(new URL(`/ban-lam-viec/ho-so/${id}`, province.address).href);
  await asked.promise;
  const { code } = await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  await province.settle();
  await first.waitForSelector(`text=${code}`);
  gate.resolve();
  await opened;
  await second.waitForSelector(`text=${code}`);
});

/** What a stream says first: until it says that all was told. @returns the topics, and the position that was reached */
async function begin(visitor: Visitor, query: string, lastEventId?: string) {
  const stop = new AbortController();
  const answer = await fetch(`${province.address}/su-kien?${query}`, {
    headers: {
      cookie: `dinh_session=${visitor.session}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    signal: stop.signal,
  });
  assert.equal(answer.status, 200);
  let text = '';
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (/event: reached\n/.test(text)) break;
  }
  stop.abort();
  return {
    changed: [...text.matchAll(/event: change\ndata: (.*)/g)].flatMap(([, json]) => JSON.parse(json!)),
    reached: /id: (\d+\.\d+)\nevent: reached/.exec(text)![1]!,
  };
}

test('A stream that broke off goes on from the last event that was heard, and tells of nothing twice', async () => {
  const { id } = await file(province, citizen, permit);
  await province.settle();
  const topics = `topics=dossier:${id}`;
  const { reached } = await begin(desk, topics);
  assert.deepEqual((await begin(desk, topics, reached)).changed, []);
  await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  await province.settle();
  // The address still names where the page was drawn; the browser knows better.
  const again = await begin(desk, `${topics}&since=${reached}`);
  assert.deepEqual(again.changed, [`dossier:${id}`]);
  assert.deepEqual((await begin(desk, `${topics}&since=${reached}`, again.reached)).changed, []);
});

test('From a place that is none, or of another database, everything that may be heard counts as changed, and nothing else', async () => {
  const { id } = await file(province, citizen, permit);
  await province.settle();
  const other = await province.signIn('doanhnghiep');
  for (const since of ['x', '', '0', '9999999999999999999.1', '1.0.0', '%00']) {
    const query = `topics=dossier:${id}&since=${since}`;
    assert.deepEqual((await begin(desk, query)).changed, [`dossier:${id}`], since);
    assert.deepEqual((await begin(other, query)).changed, [], since);
  }
});
