import { newSecret, systemPrincipal } from '@dinh/kernel';
import { mustBeLoaded, withApp } from './tool.ts';
import { type Command, noMore, readOptions, UsageError } from './usage.ts';

const known = ['name', 'id-number', 'email', 'phone', 'unit', 'role'] as const;

/** A province begins without accounts: whoever runs the program names the first, who then gives all others their places. */
export const administrator: Command = {
  usage: [
    [
      'administrator ACCOUNT --name NAME',
      'makes an administrator and prints a password for seven days, to be changed at the first sign-in',
    ],
    ['  [--id-number N] [--email E] [--phone P]', 'what is known of them; an e-mail or telephone lets them get the account back'],
    ['  [--unit KEY] [--role KEY]', 'their place, as the pack names it; the province, and the role that administers'],
  ],
  async run(args) {
    const { options, rest } = readOptions(args, known);
    const [account, ...more] = rest;
    noMore(more);
    const { name, 'id-number': idNumber, ...others } = options;
    if (account === undefined || name === undefined) throw new UsageError('administrator needs an account and --name NAME.');
    return withApp(async (app) => {
      await mustBeLoaded(app);
      await app.audit.start();
      try {
        const made = await app.run(
          'identity.make-administrator',
          { account: account.toLowerCase(), name, ...(idNumber !== undefined && { idNumber }), ...others },
          {
            principal: systemPrincipal('administrator'),
            lang: 'en',
            origin: { channel: 'console', trace: newSecret(9) },
          },
        );
        console.log(
          `${name} is ${made.role} in ${made.unit}.\nAccount   ${made.account}\nPassword  ${made.password}   (until ${made.until.toISOString()}, shown this once)`,
        );
        return 0;
      } finally {
        await app.audit.stop();
      }
    });
  },
};
