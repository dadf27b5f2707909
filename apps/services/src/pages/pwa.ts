import { page } from '@dinh/kernel';
import { asset } from '@dinh/ui';

/** What a phone needs to put the site on its home screen. */
const manifest = page({
  path: '/manifest.webmanifest',
  title: { vi: 'Ứng dụng', en: 'App' },
  may: 'anyone',
  run: async (ctx) => ({
    kind: 'file',
    type: 'application/manifest+json; charset=utf-8',
    cache: 3600,
    body: JSON.stringify({
      name: ctx.site.name[ctx.lang],
      short_name: ctx.lang === 'vi' ? 'Dịch vụ công' : 'Services',
      lang: ctx.lang,
      start_url: '/',
      scope: '/',
      display: 'standalone',
      background_color: '#ffffff',
      theme_color: '#10365a',
      icons: [{ src: asset('mark.svg'), sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      shortcuts: [
        { name: ctx.lang === 'vi' ? 'Hồ sơ của tôi' : 'My dossiers', url: '/ho-so' },
        { name: ctx.lang === 'vi' ? 'Tra cứu hồ sơ' : 'Track a dossier', url: '/tra-cuu' },
      ],
    }),
  }),
});

export const pwaPages = [manifest];
