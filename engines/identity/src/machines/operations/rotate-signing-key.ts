import { command, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { moment } from '../../fields.ts';
import { changeKey } from '../../provider/signing-keys.ts';

/**
 * Makes a new key for the OpenID provider; by itself it does so every ninety days. It is published now and signs two days
 * later, so that whoever keeps our keys has read it; the keys before stay published until what they signed has ended. Where
 * they are `compromised` it signs at once, and everything that they signed is worth nothing from this moment.
 */
export const rotateSigningKey = command({
  name: 'identity.rotate-signing-key',
  title: { vi: 'Thay khóa ký của máy chủ định danh', en: 'Change the signing key of the OpenID provider' },
  may: 'identity.manage-client',
  input: shape({ compromised: Type.Boolean() }),
  output: shape({ kid: Type.String(), signsFrom: moment }),
  async run(ctx, { compromised }) {
    const { kid, signsFrom } = await changeKey(ctx.app, ctx.db, ctx.now, compromised);
    ctx.note({ kid, compromised, from: signsFrom });
    ctx.emit({ name: 'identity.signing-key-changed', key: kid });
    return { kid, signsFrom };
  },
});
