import { fold, may, page, sendJson } from '@dinh/kernel';
import { statusNames } from '../model/status.ts';
import { queues } from './desk-queues.ts';

/** What Ctrl/Cmd+K finds: rooms and queues, dossiers by code, reference or name, procedures. */
export const palettePage = page({
  path: '/lenh',
  title: { vi: 'Tìm và làm', en: 'Find and do' },
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const q = (ctx.query['q'] ?? '').trim().slice(0, 200);
    const words = fold(q).split(/\s+/).filter(Boolean);
    const rooms = [
      ...ctx.rooms.map(({ href, label }) => ({ href, label: label[lang], hint: '' })),
      ...Object.entries(queues)
        .filter(([, queue]) => may(ctx.principal, queue.may))
        .map(([name, { label }]) => ({
          href: `/ban-lam-viec?hang=${name}`,
          label: label[lang],
          hint: lang === 'vi' ? 'Hàng đợi' : 'Queue',
        })),
    ].filter(({ label }) => words.every((word) => fold(label).includes(word)));
    if (q.length < 2) return sendJson(rooms);
    const [{ rows }, { suggestions }] = await Promise.all([
      ctx.principal.role === 'official' && may(ctx.principal, 'one-stop.view-dossier')
        ? ctx.run('one-stop.list-dossiers', { queue: 'all', search: q, limit: 8 })
        : { rows: [] },
      ctx.run('procedures.suggest', { q }),
    ]);
    return sendJson([
      ...rows.map((row) => ({
        href: `/ban-lam-viec/ho-so/${row.id}`,
        label: `${row.code ?? row.reference} · ${row.ownerName}`,
        hint: `${row.title} · ${statusNames[row.status as 1][lang]}`,
      })),
      ...rooms,
      ...suggestions
        .filter((one) => one.kind === 'procedure')
        .slice(0, 5)
        .flatMap((one) => [
          ...(may(ctx.principal, 'one-stop.receive-dossier')
            ? [
                {
                  href: `/ban-lam-viec/tiep-nhan?thu-tuc=${encodeURIComponent(one.key)}`,
                  label: `${lang === 'vi' ? 'Tiếp nhận' : 'Receive'}: ${one.name[lang]}`,
                  hint: one.key,
                },
              ]
            : []),
          { href: `/thu-tuc/${encodeURIComponent(one.key)}`, label: one.name[lang], hint: one.hint[lang] },
        ]),
    ]);
  },
});
