import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, matchesGlob } from 'node:path';
import { after, before, test } from 'node:test';
import { exportPack } from '../src/pack/export.ts';
import { root } from '../src/version.ts';
import { openProvince, type Visitor } from './province.ts';

const province = await openProvince();
after(() => province.close());
const pack = join(root, 'packs', 'ha-nam');
let officer: Visitor;
let controller: Visitor;
let administrator: Visitor;
before(async () => {
  officer = await province.signIn('nghiepvu');
  controller = await province.signIn('kiemsoat');
  administrator = await province.signIn('quantri');
});

interface Row {
  readonly files: readonly string[];
  readonly where: string;
  readonly exported: string;
}

/** The table of the studio's README: which file of a pack is edited where. */
async function readTable(): Promise<Row[]> {
  const text = await readFile(join(root, 'apps', 'studio', 'README.md'), 'utf8');
  const [, table = ''] = text.split('## What a pack holds and where it is edited');
  return [...table.split('\n## ')[0]!.matchAll(/^\| (`[^|]*) \| ([^|]*) \| ([^|]*) \|$/gm)].map(([, files, where, exported]) => ({
    files: [...files!.matchAll(/`([^`]+)`/g)].map((one) => one[1]!),
    where: where!,
    exported: exported!,
  }));
}

const filesOf = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1));

test('Every file of the pack belongs to a kind that the studio opens, to a screen, or is named with a reason', async () => {
  const rows = await readTable();
  for (const file of await filesOf(pack)) {
    const mine = rows.filter((row) =>
      row.files.some((pattern) => matchesGlob(file, pattern) && pattern.split('/').length === file.split('/').length),
    );
    // A list of cases beside a model is not the model.
    assert.equal(mine.length, 1, `${file}: ${mine.length} rows`);
  }
  const kinds = new Set(province.app.modules.flatMap((module) => module.definitionKinds ?? []).map((one) => one.kind));
  const named = new Set<string>();
  for (const { files, where } of rows) {
    const kind = /^`([a-z-]+)`/.exec(where)?.[1];
    if (kind) {
      assert.ok(kinds.has(kind), `${files.join()}: there is no kind ${kind}`);
      named.add(kind);
      const list = await officer.get(`/studio/${kind}`);
      assert.equal(list.status, 200, kind);
      const first = /href="(\/studio\/[\w-]+\/[^"?/]+)"/.exec(list.text.slice(list.text.indexOf('<tbody')))?.[1];
      assert.ok(first, `${kind} has something in force`);
      assert.equal((await officer.get(first)).status, 200, first);
      const editors = await Promise.all([officer, controller, administrator].map((who) => who.get(`${first}/soan`)));
      assert.ok(
        editors.some(({ status }) => status === 200),
        `somebody edits ${first}`,
      );
    } else if (where.startsWith('/')) {
      const address = /^\/[\w/-]+/.exec(where)![0];
      assert.equal((await administrator.get(address)).status, 200, address);
    } else assert.match(where, /^nowhere: .{10}|^on the page of/);
  }
  assert.deepEqual(
    [...kinds].filter((kind) => !named.has(kind)),
    [],
    'kinds that the table does not name',
  );
});

test('What the table says goes out with an export', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dinh-export-'));
  try {
    await exportPack(province.app, folder);
    const written = await filesOf(folder);
    for (const { files, exported } of await readTable())
      for (const pattern of files.filter((one) => one !== 'officials.tsv'))
        assert.equal(
          written.some((file) => matchesGlob(file, pattern)),
          exported.startsWith('yes'),
          `${pattern}: ${exported}`,
        );
    // Forms include their blocks again.
    const form = await readFile(join(folder, 'forms', 'criminal-record.yaml'), 'utf8');
    assert.match(form, /- include: applicant\n/);
    assert.equal(
      (await readFile(join(folder, 'successions', 'two-levels-lines.tsv'), 'utf8')).trim(),
      (await readFile(join(pack, 'successions', 'two-levels-lines.tsv'), 'utf8')).trim(),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** Writes a version by one person and publishes it by another. @returns the problems; none when it was published */
async function change(kind: string, key: string, work: (text: string) => string): Promise<string[]> {
  const before = (await officer.get(`/studio/${kind}/${key}/tep`)).text;
  const text = work(before);
  assert.notEqual(text, before, `${kind} ${key} is changed`);
  const { draft, problems } = await officer.api('studio.save-draft', { kind, key, text, source: 'ours' });
  if (problems.length > 0) {
    await officer.api('studio.withdraw-draft', { draft });
    return problems.map((one) => one.reason.vi);
  }
  await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-11-18' });
  const shown = await controller.get(`/studio/du-thao/${draft}`);
  said = shown.text;
  await controller.api('studio.publish-definition', { draft });
  return [];
}
let said = '';

test('A block that changes, changes in every form that has it, and in none that has made it its own', async () => {
  const at = async (key: string) =>
    (await province.app.definitions.at<any>('form', key, '2026-11-18'))!.body.pages.find(
      (one: any) => one.block === 'declaration',
    );
  assert.deepEqual(
    await change('form', 'x-ray-licence', (text) => text.replaceAll('vi: Lời cam đoan', 'vi: Lời cam đoan của cơ sở')),
    [],
  );
  assert.deepEqual(
    await change('form-block', 'declaration', (text) => text.replaceAll('vi: Lời cam đoan', 'vi: Cam kết của người nộp')),
    [],
  );
  assert.match(said, /Đổi theo khi ban hành: \d+ nội dung/);
  assert.equal((await at('criminal-record')).title.vi, 'Cam kết của người nộp');
  assert.equal((await at('x-ray-licence')).title.vi, 'Lời cam đoan của cơ sở');
  const wrong = await change('form-block', 'declaration', (text) => text.replace('key: declared', 'key: contactIsApplicant'));
  assert.match(wrong.join('\n'), /biểu mẫu “[\w-]+”/, 'a block that breaks forms is refused, with the form');
});

test('What a kind of procedure says, its procedures follow, but for what was worked out for one', async () => {
  const at = async (key: string) => (await province.app.definitions.at<any>('procedure', key, '2026-11-18'))!.body;
  const rows = await province.app.definitions.allAt<any>('procedure', '2026-11-18');
  const plain = rows.find(({ body }) => body.kind === 'renewal' && !body.workedOut)!.key;
  const own = rows.find(({ body }) => body.kind === 'issue' && body.workedOut)!.key;
  const before = (await at(own)).timeLimit;
  assert.equal((await at(plain)).timeLimit.amount, 7);
  assert.deepEqual(await change('procedure-kind', 'renewal', (text) => text.replace('amount: 7', 'amount: 6')), []);
  assert.equal((await at(plain)).timeLimit.amount, 6);
  assert.deepEqual(await change('procedure-kind', 'issue', (text) => text.replace('amount: 15', 'amount: 14')), []);
  assert.deepEqual((await at(own)).timeLimit, before);
  const wrong = await change('procedure-kind', 'issue', (text) => text.replace('form: general-issue', 'form: khong-co'));
  assert.match(wrong.join(), /không có biểu mẫu “khong-co”/);
});

test('Which kinds of procedure are for what was given before stands in the pack, and is changed and exported like the rest of it', async () => {
  const marked = async () =>
    (await province.app.definitions.allAt<{ key: string; later?: boolean }>('procedure-kind', '2026-11-18'))
      .filter(({ body }) => body.later)
      .map(({ body }) => body.key)
      .toSorted();
  assert.deepEqual(await marked(), ['amendment', 'reissue', 'renewal', 'termination']);
  assert.deepEqual(await change('procedure-kind', 'recognition', (text) => text.replace('form:', 'later: true\nform:')), []);
  assert.deepEqual(await marked(), ['amendment', 'recognition', 'reissue', 'renewal', 'termination']);
});

test('A business type gets another name, and the portal shows it; it cannot belong to itself', async () => {
  assert.deepEqual(
    await change('business-type', 'BA001.001.001', (text) =>
      text.replace('vi: Bảo vệ người tiêu dùng', 'vi: Bảo vệ quyền lợi người tiêu dùng'),
    ),
    [],
  );
  await province.settle();
  assert.match((await province.get('/tim-kiem?q=bao+ve+quyen+loi+nguoi+tieu+dung')).text, /HNM\.0001/);
  const wrong = await change('business-type', 'BA001', (text) => `${text}parent: BA001.001\n`);
  assert.match(wrong.join(), /không thể thuộc chính nó/);
});
