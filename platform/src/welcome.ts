import { anonymous, type App, newSecret, systemPrincipal } from '@dinh/kernel';

/** One of each part that is played; the sign-in page offers all. */
const shown = 8;

/** What `npm start` ends with: the address and, for the demonstration, whom one can be. */
export async function welcome(app: App, address: string): Promise<string> {
  const lines = ['', `  Đình: ${address}`, ''];
  const origin = { channel: 'console' as const, trace: newSecret(9) };
  const { persons } = await app.run('identity.list-demonstration-persons', {}, { principal: anonymous, lang: 'vi', origin });
  const { any } = await app.run('identity.has-administrator', {}, { principal: systemPrincipal('start'), lang: 'vi', origin });
  if (!any)
    lines.push(
      '  Chưa có quản trị viên (there is no administrator yet); tạo bằng (make one by):',
      '    npm run dinh -- administrator ACCOUNT --name NAME',
      '',
    );
  if (persons.length > 0) {
    lines.push(`  Đăng nhập trình diễn bằng một cú nhấp (one click, no password): ${address}/dang-nhap`);
    const width = Math.max(...persons.slice(0, shown).map((person) => person.name.length));
    for (const { name, role } of persons.slice(0, shown)) lines.push(`    ${name.padEnd(width)}  ${role.vi} · ${role.en}`);
    if (persons.length > shown) lines.push(`    … và ${persons.length - shown} người khác (and more)`);
    lines.push('');
  }
  return lines.join('\n');
}
