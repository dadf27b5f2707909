import { command, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { changeKey } from '../../provider/signing-keys.ts';

/**
 * Lets the OpenID provider sign with a new key from now on; by itself it does so every ninety days. The keys before stay
 * published until what they signed has ended, unless they are `compromised`: then everything that they signed is worth
 * nothing from this moment.
 */
export const rotateSigningKey = command({
  name: 'identity.rotate-signing-key',
  title: { vi: 'Thay khóa ký của máy chủ định danh', en: 'Change the signing key of the OpenID provider' },
  may: 'identity.manage-client',
  input: shape({ compromised: Type.Boolean() }),
  output: shape({ kid: Type.String() }),
  async run(ctx, { compromised }) {
    const kid = await changeKey(ctx.app, ctx.db, ctx.now, compromised);
    ctx.note({ kid, compromised });
    ctx.emit({ name: 'identity.signing-key-changed', key: kid });
    return { kid };
  },
});
