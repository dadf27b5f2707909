import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addProvider, allProviders, type Provider } from '@dinh/payments';
import { openProvince, type Province } from './province.ts';

let province: Province;
let sandbox: Provider;
before(async () => {
  province = await openProvince();
  sandbox = allProviders()[0]!;
});
after(() => province.close());

const formAction = async (): Promise<string | undefined> =>
  /form-action ([^;]*)/.exec((await fetch(province.address)).headers.get('content-security-policy') ?? '')?.[1];

test('Forms lead to this site and to the payment providers that there are, and nowhere else', async () => {
  assert.equal(await formAction(), "'self'");
  addProvider({ ...sandbox, key: 'bank', origins: ['https://pay.bank.example'] });
  addProvider({
    ...sandbox,
    key: 'purse',
    origins: ['https://a.purse.example:8443', 'https://pay.bank.example'],
  });
  assert.equal(await formAction(), "'self' https://a.purse.example:8443 https://pay.bank.example");
});

test('What is no origin is refused when the provider is added', () => {
  for (const origin of ['pay.example', 'https://pay.example/start', "https://pay.example; script-src 'self'"])
    assert.throws(() => addProvider({ ...sandbox, key: 'wrong', origins: [origin] }), /no origin/);
});
