/** Where somebody wanted to go is not lost when an identity provider above us fails in the middle. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openProvince, type Province, Visitor } from './province.ts';

let province: Province;
before(async () => void (province = await openProvince(new Date().toISOString())));
after(() => province.close());

test('Whoever is failed by the provider in the middle tries again, or another way, and comes to where they wanted', async () => {
  const visitor = new Visitor(province.app, province.address);
  /** Goes through the stand-in. @returns the page that comes back */
  const through = async (from: string, misdeed: string) => {
    const page = await visitor.get((await visitor.get(from)).location!);
    const sent = await visitor.submit(
      page,
      { number: '001088000911', person: 'Đoàn Thị Trở Lại', acr: 'LoA2', misdeed },
      { form: '/gia-lap/vneid' },
    );
    return visitor.get(sent.location!);
  };
  const failed = (await through('/dang-nhap/qua/vneid?tiep=%2Fho-so', 'fault')).text;
  const again = /href="(\/dang-nhap\/qua\/vneid[^"]*)"/.exec(failed)![1]!;
  assert.equal(again, '/dang-nhap/qua/vneid?tiep=%2Fho-so');
  assert.match(failed, /href="\/dang-nhap\?tiep=%2Fho-so"/);
  const first = await through(again, 'none');
  const opened = await visitor.submit(await visitor.get(first.location!), {}, { form: '/dang-nhap/lan-dau' });
  assert.equal(opened.location, '/ho-so');

  // What one wanted the time before is not what one wants now.
  await visitor.postForm('/dang-xuat', {});
  const other = (await through('/dang-nhap/qua/vneid', 'fault')).text;
  assert.match(other, /href="\/dang-nhap\/qua\/vneid"/);
});
