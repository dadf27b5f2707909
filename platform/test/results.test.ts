/** The life of a result on the whole program: record, signatures, number, confirmation, correction, data store. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { newId, type Refusal, sql } from '@dinh/kernel';
import { openProvince, type Visitor } from './province.ts';

const province = await openProvince();
after(() => province.close());
const { app } = province;

let specialist: Visitor;
let head: Visitor;
let clerk: Visitor;
let citizen: Visitor;
let citizenId: string;
let unitId: number;

before(async () => {
  specialist = await province.signIn('chuyenvien');
  head = await province.signIn('giamdoc');
  clerk = await province.signIn('vanthu');
  citizen = await province.signIn('congdan');
  citizenId = await province.person('congdan');
  unitId = await province.unit('so-xay-dung');
});

const answers = {
  capacity: 'self',
  applicant: {
    name: 'Nguyễn Thị Hoa Sen',
    birthDate: '1988-04-12',
    address: { province: 'ubnd-tinh', commune: 'phu-ly.phuong-quang-trung', detail: 'Số 1 đường Giả Định' },
  },
  permitKind: 'new',
  workKind: 'house',
  workClass: 'IV',
  workName: 'Nhà ở hai tầng',
  siteAddress: {
    province: 'ubnd-tinh',
    district: 'tp-phu-ly',
    commune: 'phu-ly.phuong-minh-khai',
    detail: 'Số 12 đường Lê Hoàn',
  },
  landPlotNumber: '214',
  landArea: 120.5,
  constructionArea: 80,
  floorArea: 160,
  floors: 2,
  height: 8.2,
  landRightsPaper: 'certificate',
  landCertificateNumber: 'CT 000147',
  designerName: 'Công ty Tư vấn Sông Châu',
};

function dossier(change: Record<string, unknown> = {}) {
  return {
    dossierId: newId(province.clock.now().getTime()),
    code: 'H25.02-261118-0001',
    type: 'building-permit',
    title: 'Cấp giấy phép xây dựng mới',
    holderName: 'Nguyễn Thị Hoa Sen',
    holderId: citizenId,
    applicantId: citizenId,
    unitId,
    procedureCode: 'HNM.6739-14',
    data: answers,
    ...change,
  };
}

/** A result that is signed and issued. */
async function issued(change: Record<string, unknown> = {}) {
  const facts = dossier(change);
  const made = await head.inside('results.sign-result', facts);
  const out = await clerk.inside('results.issue-result', { dossierId: facts.dossierId });
  return { ...facts, ...made, ...out };
}

const paper = async (id: string): Promise<{ bytes: Uint8Array; path: string }> => {
  const { pdf } = await app.db.one<{ pdf: Buffer }>(sql`select pdf from results.v_result where id = ${id}`);
  const path = app.files.path(pdf.toString('hex'));
  return { bytes: await readFile(path), path };
};

const name = async (account: string): Promise<string> => {
  const person = await province.person(account);
  return (await app.db.one<{ name: string }>(sql`select name from identity.v_person where id = ${person}`)).name;
};

/** What a page says, in words. */
const words = ({ text }: { text: string }): string =>
  /<main[^>]*>([\s\S]*)<\/main>/
    .exec(text)?.[1]
    ?.replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ') ?? '';

describe('A result', () => {
  test('P1 P7 is drafted, signed by the head, numbered and stamped by the clerk; pdfsig finds both signatures valid', async (t) => {
    const facts = dossier();
    await specialist.inside('results.draft-result', {
      ...facts,
      values: { conditions: 'Giữ khoảng lùi 3 m.' },
    });
    await head.inside('results.sign-result', facts);
    const { number, issuedOn, validUntil, id } = await clerk.inside('results.issue-result', {
      dossierId: facts.dossierId,
    });
    assert.match(number, /^\d\d+\/GPXD$/);
    assert.deepEqual([issuedOn, validUntil], ['2026-11-18', '2027-11-18']);
    const view = await citizen.api('results.view-result', { id });
    assert.equal(view.fields.find((f) => f.key === 'conditions')?.words, 'Giữ khoảng lùi 3 m.');
    assert.equal(view.fields.find((f) => f.key === 'permitKind')?.words, 'Xây dựng mới');
    assert.deepEqual(
      view.signatures.map((s) => [s.role, s.name]),
      [
        ['head', await name('giamdoc')],
        ['agency', 'Sở Xây dựng'],
      ],
    );
    if (spawnSync('pdfsig', ['-v']).error) return t.skip('pdfsig (poppler-utils) is not installed');
    const { path } = await paper(id);
    const said = execFileSync('pdfsig', [path], { encoding: 'utf8' });
    assert.equal(said.match(/Signature is Valid\./g)?.length, 2, said);
    assert.match(said, /Total document signed/);
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    assert.ok(text.includes(`Số: ${number}`), text);
    assert.match(text, /Hà Nam, ngày 18 tháng 11 năm 2026/);
  });

  test('P7 numbers follow each other without a gap when twenty are issued at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const facts = dossier({ type: 'result-issue' });
        await head.inside('results.sign-result', facts);
        return facts.dossierId;
      }),
    );
    const results = await Promise.all(made.map((dossierId) => clerk.inside('results.issue-result', { dossierId })));
    const numbers = results.map((r) => Number(/^(\d+)\/GP-SXD$/.exec(r.number)?.[1])).sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
  });

  test('P7 is not numbered before the head has signed, and not signed again once it is issued', async () => {
    const facts = dossier();
    await specialist.inside('results.draft-result', { ...facts, values: {} });
    await assert.rejects(clerk.inside('results.issue-result', { dossierId: facts.dossierId }), /not-signed-yet/);
    await head.inside('results.sign-result', facts);
    await clerk.inside('results.issue-result', { dossierId: facts.dossierId });
    await assert.rejects(clerk.inside('results.issue-result', { dossierId: facts.dossierId }), /not-signed-yet/);
    await assert.rejects(head.inside('results.sign-result', facts), /issued-already/);
  });

  test('P1 takes from officials only what its type has, field by field', async () => {
    const values = { conditions: 5, number: '1/GPXD', nonsense: 'x', floors: 'hai' };
    await assert.rejects(specialist.inside('results.draft-result', { ...dossier(), values }), (error: Refusal) => {
      assert.deepEqual(error.fields.map((f) => f.path).sort(), [
        'values.conditions',
        'values.floors',
        'values.nonsense',
        'values.number',
      ]);
      return error.status === 422;
    });
  });

  test('P1 may be signed, stamped or changed only by whoever holds the right', async () => {
    await assert.rejects(citizen.inside('results.sign-result', dossier()), /not-allowed/);
    await assert.rejects(specialist.inside('results.sign-result', dossier()), /not-allowed/);
    const { id, dossierId } = await issued();
    await assert.rejects(specialist.inside('results.issue-result', { dossierId }), /not-allowed/);
    await assert.rejects(clerk.api('results.revoke-result', { id, reason: 'Cấp nhầm' }), /not-allowed/);
    const elsewhere = await province.signIn('sct.giamdoc');
    await assert.rejects(elsewhere.api('results.revoke-result', { id, reason: 'Cấp nhầm' }), /result-not-found/);
    assert.equal((await head.rawApi('results.sign-result', dossier())).status, 404, 'the one-stop alone signs');
  });

  test('P6 a refusal is signed, numbered and returned like any result, on form 03', async (t) => {
    const facts = dossier();
    await head.inside('results.sign-refusal', {
      ...facts,
      reason: 'Không phù hợp quy hoạch.',
      advice: 'Xin điều chỉnh thiết kế.',
    });
    const { id, number, code } = await clerk.inside('results.issue-result', { dossierId: facts.dossierId });
    assert.match(number, /^\d\d+\/TB-SXD$/);
    const page = await province.get(`/xac-nhan/${code}`);
    assert.doesNotMatch(words(page), /quy hoạch|Hoa Sen/, 'why somebody was refused is private');
    if (spawnSync('pdftotext', ['-v']).error) return t.skip('pdftotext (poppler-utils) is not installed');
    const text = execFileSync('pdftotext', ['-layout', (await paper(id)).path, '-'], { encoding: 'utf8' });
    assert.match(text, /Mẫu số 03/);
    assert.match(text, /Không phù hợp quy hoạch/);
  });
});

const printed = async (id: string): Promise<string> =>
  execFileSync('pdftotext', ['-layout', (await paper(id)).path, '-'], { encoding: 'utf8' });

describe('The paper of a result', () => {
  const noReader = spawnSync('pdftotext', ['-v']).error ? 'pdftotext (poppler-utils) is not installed' : false;

  test('P9 says KT. when a deputy signs and TL. when the head of a section does', { skip: noReader }, async () => {
    const deputy = await province.signIn('sxd.phogiamdoc');
    const byDeputy = dossier();
    await deputy.inside('results.sign-result', byDeputy);
    const one = await clerk.inside('results.issue-result', { dossierId: byDeputy.dossierId });
    assert.match(await printed(one.id), /KT\. GIÁM ĐỐC/);
    const section = await province.signIn('truongphong');
    const bySection = dossier();
    await section.inside('results.sign-result', bySection);
    const two = await clerk.inside('results.issue-result', { dossierId: bySection.dossierId });
    assert.match(await printed(two.id), /TL\. GIÁM ĐỐC/);
  });

  test('P7 prints what the procedure computed', { skip: noReader }, async () => {
    const facts = dossier({
      type: 'unemployment-benefit-decision',
      procedureCode: 'HNM.0951',
      unitId: await province.unit('so-lao-dong'),
      data: { ...answers, averageSalary: 5_000_000, salaryScheme: 'state', monthsInsured: 40 },
    });
    const made = await head.inside('results.sign-result', facts);
    const { data } = await app.db.one<{ data: Record<string, unknown> }>(
      sql`select data from results.v_result where id = ${made.id}`,
    );
    assert.deepEqual([data['monthlyBenefit'], data['benefitMonths']], [3_000_000, 3]);
    assert.match(await printed(made.id), /3\.000\.000/);
  });

  test('P7 keeps why it says what was computed: the rules that fired, with what they saw', async () => {
    const computed = {
      type: 'unemployment-benefit-decision',
      procedureCode: 'HNM.0951',
      unitId: await province.unit('so-lao-dong'),
      data: { ...answers, averageSalary: 5_000_000, salaryScheme: 'state', monthsInsured: 40 },
    };
    const which = (id: string) => sql`select computation from results.v_result where id = ${id}`;
    const kept = async (id: string) => (await app.db.one<{ computation: any }>(which(id))).computation;
    const { fired, names } = await kept((await head.inside('results.sign-result', dossier(computed))).id);
    assert.deepEqual(
      fired.map((one: any) => `${one.decision} ${one.rule}`),
      ['ceiling 1', 'benefit 3'],
    );
    assert.deepEqual(Object.values(fired[0].inputs), ['state']);
    assert.deepEqual(Object.values(fired[1].inputs), [40]);
    assert.deepEqual(fired[1].outputs, { monthly: 3_000_000, months: 3 });
    assert.equal(names.monthly.type, 'money');
    // Nothing is computed for a refusal of the same dossier, nor for a type that takes nothing of it.
    const refused = await head.inside('results.sign-refusal', { ...dossier(computed), reason: 'Không đủ' });
    assert.equal(await kept(refused.id), null);
    assert.equal(await kept((await issued()).id), null);
  });

  test('P7 prints every type of result of the pack', async () => {
    const types = await app.definitions.allAt<{ name: unknown }>('result-type', '2026-11-18');
    assert.ok(types.length > 20);
    for (const { key } of types.filter((t) => t.key !== 'refusal'))
      await head.inside(
        'results.sign-result',
        dossier({ type: key, data: { ...answers, requestedYears: 3, toDate: '2026-12-31' } }),
      );
  });
});

describe('The confirmation page behind the QR code', () => {
  test('P7 says to anybody that a result is genuine, with what may be shown and its signatures verified now', async () => {
    const { code, number } = await issued();
    const page = await province.get(`/xac-nhan/${code.toLowerCase().replaceAll('-', '')}`);
    assert.equal(page.status, 200);
    for (const part of ['Kết quả có thật và đang có hiệu lực', number, 'Nguyễn Thị Hoa Sen', 'Sở Xây dựng', '18/11/2026'])
      assert.ok(page.text.includes(part), part);
    for (const said of [/Hợp lệ/g, /của Đồng hồ trình diễn/g]) assert.equal(page.text.match(said)?.length, 2);
    assert.doesNotMatch(words(page), /CT 000147|Lê Hoàn/, 'nothing more than may be shown');
    const english = await province.get(`/xac-nhan/${code}?lang=en`);
    assert.match(words(english), /Genuine and in force/);
    await province.get('/?lang=vi');
  });

  test('P7 knows no code that was guessed, and says so kindly', async () => {
    const page = await province.get('/xac-nhan/AAAA-AAAA-AAAA');
    assert.equal(page.status, 404);
    assert.match(words(page), /Không có kết quả nào mang mã này/);
    const typed = await province.nobody.submit(
      await province.get('/xac-nhan'),
      { code: ' k7qm 2xwv 9rtb ' },
      { form: '/xac-nhan/ma' },
    );
    assert.equal(typed.location, '/xac-nhan/K7QM-2XWV-9RTB');
    assert.equal((await province.nobody.postForm('/xac-nhan/ma', { code: '' })).status, 404);
    assert.equal((await province.get(`/xac-nhan/${'x'.repeat(190)}`)).status, 404);
  });

  test('P7 shows nothing of a result that is signed and not yet issued', async () => {
    const made = await head.inside('results.sign-result', dossier());
    const page = await province.get(`/xac-nhan/${made.code}`);
    assert.match(words(page), /đang được phát hành/);
    assert.doesNotMatch(words(page), /Hoa Sen/);
  });

  test('P7 tells a file as issued from one that was tampered with, one that has no signature and none at all', async () => {
    const { id } = await issued();
    const { bytes } = await paper(id);
    const check = async (data: Uint8Array | string) =>
      words(await province.nobody.postForm('/xac-nhan/kiem-tra', {}, [{ field: 'file', name: 'giay-phep.pdf', data }]));
    assert.match(await check(bytes), /Đúng là tệp đã phát hành/);
    const tampered = Uint8Array.from(bytes);
    tampered[Buffer.from(bytes).indexOf('/MediaBox') + 1] = 'm'.charCodeAt(0);
    assert.match(await check(tampered), /Tệp không đáng tin/);
    assert.match(await check(Buffer.concat([bytes, Buffer.from('% thêm\n')])), /Tệp không đáng tin/);
    assert.match(await check('%PDF-1.7 không có gì'), /Tệp không có chữ ký số/);
    assert.equal((await province.nobody.postForm('/xac-nhan/kiem-tra', { x: '1' })).status, 422);
  });

  test('P7 warns when the kept paper is no longer the one that was issued', async () => {
    const { id, code } = await issued();
    const { path, bytes } = await paper(id);
    await chmod(path, 0o600);
    await writeFile(path, Buffer.concat([bytes.subarray(0, -20), Buffer.alloc(20, 32)]));
    assert.match(words(await province.get(`/xac-nhan/${code}`)), /không còn nguyên vẹn/);
  });

  test('P7 says when the validity is over', async () => {
    const { code } = await issued({ type: 'criminal-record-certificate' });
    const now = province.clock.now();
    province.clock.set('2027-08-01T09:00:00+07:00');
    const { state } = await province.api('results.confirm-result', { code });
    province.clock.set(now);
    assert.equal(state, 'expired');
  });
});

describe('A result that is found wrong', () => {
  test('P12 is corrected under the same number and day; the old page says so at once, the new one once it is stamped', async () => {
    const old = await issued();
    const path = `/ban-lam-viec/ket-qua/${old.id}/dinh-chinh`;
    const same = await head.submit(await head.get(path), { reason: 'Không sửa gì.' }, { form: path });
    assert.equal(same.status, 422);
    assert.match(words(same), /Chưa có mục nào được sửa/);
    const sent = await head.submit(
      await head.get(path),
      { 'values.height': '8,4', reason: 'Ghi nhầm chiều cao.' },
      { form: path },
    );
    assert.equal(sent.status, 303, words(sent));
    const oldPage = await province.get(`/xac-nhan/${old.code}`);
    assert.match(words(oldPage), /Kết quả đã được đính chính: không dùng bản này/);
    assert.match(words(oldPage), /Ghi nhầm chiều cao\./);
    assert.equal((await citizen.api('results.view-result', { id: old.id })).replacedBy, null, 'not before it is issued');
    const { replacedBy } = await head.api('results.view-result', { id: old.id });
    await assert.rejects(citizen.api('results.view-result', { id: replacedBy! }), /result-not-found/, 'not before it is issued');
    const stamp = await clerk.get(`/ban-lam-viec/ket-qua/${replacedBy}`);
    const stamped = await clerk.submit(stamp, {}, { form: `/ban-lam-viec/ket-qua/${replacedBy}/dong-dau` });
    assert.equal(stamped.status, 303, words(stamped));
    const now = await citizen.api('results.view-result', { id: replacedBy! });
    assert.deepEqual([now.number, now.issuedOn, now.state], [old.number, old.issuedOn, 'issued']);
    assert.equal(now.fields.find((f) => f.key === 'height')?.value, 8.4);
    assert.ok((await province.get(`/xac-nhan/${old.code}`)).text.includes(`/xac-nhan/${now.code}`));
    assert.match(words(await province.get(`/xac-nhan/${now.code}`)), /Kết quả có thật và đang có hiệu lực/);
  });

  test('P12 is replaced by one with a number of its own, and cannot be changed twice', async () => {
    const old = await issued();
    const made = await head.api('results.replace-result', {
      id: old.id,
      reason: 'Cấp sai diện tích.',
      values: { landArea: 121 },
    });
    const next = await clerk.inside('results.issue-result', { id: made.id });
    assert.notEqual(next.number, old.number);
    assert.equal((await province.api('results.confirm-result', { code: old.code })).replacedBy, made.code);
    await assert.rejects(head.api('results.revoke-result', { id: old.id, reason: 'Lần nữa' }), /not-in-force/);
  });

  test('P12 is revoked with the reason, which the page says at once and the holder is told', async () => {
    const old = await issued();
    const path = `/ban-lam-viec/ket-qua/${old.id}/thu-hoi`;
    const wrong = await head.submit(await head.get(path), { reason: 'ab' }, { form: path });
    assert.match(wrong.text, /<a href="#reason">Lý do: Cần ít nhất 3 ký tự/);
    const sent = await head.submit(await head.get(path), { reason: 'Hồ sơ có giấy tờ giả.' }, { form: path });
    assert.equal(sent.location, `/ban-lam-viec/ket-qua/${old.id}?xong=thu-hoi`);
    assert.match(words(await province.get(`/xac-nhan/${old.code}`)), /Kết quả đã bị thu hồi, không còn giá trị/);
    const { told } = await app.db.one<{ told: number }>(
      sql`select count(*)::int as told from notify.message where about = ${`result:${old.id}`} and template = 'result-changed'`,
    );
    assert.equal(told, 3, 'by e-mail, SMS and in the inbox');
    const { events } = await app.db.one<{ events: number }>(
      sql`select count(*)::int as events from kernel.event where name = 'results.result-changed' and key = ${old.id}`,
    );
    assert.equal(events, 1);
  });
});

describe("The holder's data store", () => {
  test('A1 keeps what was issued, to look at and to download, and for nobody else', async () => {
    const { id, number } = await issued();
    const store = await citizen.get('/kho-giay-to?q=giay+phep+xay+dung');
    assert.match(words(store), new RegExp(`Cấp cho[^]*${number}[^]*Nguyễn Thị Hoa Sen`));
    const page = await citizen.get(`/ket-qua/${id}`);
    assert.match(words(page), /Nhà ở hai tầng/);
    const file = await citizen.get(`/ket-qua/${id}/tep.pdf?tai-ve=1`);
    assert.match(file.headers.get('content-disposition') ?? '', /^attachment/);
    assert.deepEqual(Buffer.from(file.bytes), Buffer.from((await paper(id)).bytes));
    const other = await province.signIn('doanhnghiep');
    assert.equal((await other.get(`/ket-qua/${id}`)).status, 404);
    assert.equal((await other.get('/ket-qua/khong-co')).status, 404);
    assert.equal((await other.get(`/ket-qua/${id}/tep.pdf`)).status, 404);
    assert.equal((await province.get(`/ket-qua/${id}/tep.pdf`)).status, 303, 'sign in first');
    const { looks } = await app.db.one<{ looks: number }>(
      sql`select count(*)::int as looks from audit.entry where subject = ${`result:${id}`} and operation = 'results.open-paper' and outcome = 'viewed'`,
    );
    assert.equal(looks, 1);
  });

  test('A1 offers facts of valid results to the next form, with where they come from', async () => {
    province.clock.advance(60_000);
    const { number } = await issued();
    const { facts, papers } = await citizen.api('results.facts', {});
    const permit = facts['results.building-permit']!;
    assert.deepEqual([permit.value['number'], permit.from.vi], [number, `Giấy phép xây dựng số ${number}`]);
    assert.ok(papers.some((p) => p.type === 'building-permit' && p.number === number));
    const other = await province.signIn('doanhnghiep');
    assert.deepEqual((await other.api('results.facts', {})).papers, []);
    await assert.rejects(other.api('results.facts', { personId: citizenId }), /not-allowed/);
  });

  test('A1 a paper filed for somebody else is seen by whoever filed it, but is not theirs', async () => {
    const made = await issued({
      data: { ...answers, capacity: 'child', owner: { name: 'Nguyễn Bé Na' } },
      holderName: 'Nguyễn Bé Na',
    });
    assert.equal((await citizen.api('results.view-result', { id: made.id })).holderName, 'Nguyễn Bé Na');
    assert.ok(!(await citizen.api('results.facts', {})).papers.some((p) => p.id === made.id));
  });
});

describe('The register of results', () => {
  test('P12 officials find and export what their units issued', async () => {
    const { number } = await issued({ holderName: 'Đặng Thị Ngọc Lan' });
    const list = await head.get(
      '/ban-lam-viec/ket-qua?q=ngoc+lan&state=issued&loai=building-permit&tu=2026-11-01&den=2026-11-30',
    );
    assert.ok(list.text.includes(number));
    const csv = await head.get('/ban-lam-viec/ket-qua?q=ngoc+lan&dang=csv');
    assert.ok(csv.text.includes(number) && csv.text.includes('Đặng Thị Ngọc Lan'));
    const elsewhere = await province.signIn('sct.giamdoc');
    assert.ok(!(await elsewhere.get('/ban-lam-viec/ket-qua?q=ngoc+lan')).text.includes(number));
    assert.equal((await citizen.get('/ban-lam-viec/ket-qua')).status, 403);
  });
});
