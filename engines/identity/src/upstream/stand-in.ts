import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App, Mount } from '@dinh/kernel';
import { button, buttonGroup, citizenPage, html, type Lang, radios, textInput } from '@dinh/ui';
import {
  challengeOf,
  type Given,
  idTokenOf,
  isMisdeed,
  misdeeds,
  open,
  publishedKeys,
  sealed,
  subjectOf,
  turnKey,
} from './stand-in-tokens.ts';

/** Where the stand-in for VNeID stands, in a demonstration alone. */
export const standInPath = '/gia-lap/vneid';
/** Its one client; nothing is protected by this secret. */
export const standInClient = { id: 'dinh-trinh-dien', secret: 'chi-dung-trong-trinh-dien' };
/** By which algorithm it signs when it behaves. */
export const standInAlgorithm = 'ES256';

/**
 * A stand-in for VNeID, for trials and tests on this machine alone: an OpenID provider that believes whoever one says to be
 * and misbehaves as asked. It does not exist outside of a demonstration. It keeps nothing: what it knows stands sealed in
 * its codes and tokens, so that any process of the program answers for any other.
 */
export const standInMount: Mount = {
  prefix: standInPath,
  async serve(app, request, response, visit) {
    const url = new URL(request.url!, app.config.publicUrl);
    const route = url.pathname.slice(standInPath.length);
    if (!app.config.demonstration) return json(response, 404, { error: 'not_found' });
    const issuer = app.config.publicUrl + standInPath;
    switch (`${request.method} ${route}`) {
      case 'GET /.well-known/openid-configuration':
        return json(response, 200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: [standInAlgorithm],
          code_challenge_methods_supported: ['S256'],
          acr_values_supported: ['LoA1', 'LoA2', 'LoA3'],
        });
      case 'GET /jwks':
        return json(response, 200, { keys: publishedKeys(app) });
      case 'GET /authorize':
        response.setHeader('content-type', 'text/html; charset=utf-8');
        return void response.end(String(screen(visit.call.lang, await visit.site(), url)));
      case 'POST /authorize':
        return authorize(app, request, response);
      case 'POST /token':
        return token(app, issuer, request, response);
      case 'GET /userinfo':
        return userinfo(app, request, response);
      default:
        return json(response, 404, { error: 'not_found' });
    }
  },
};

function json(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.end(JSON.stringify(body));
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) if (text.length < 65_536) text += chunk.toString('utf8');
  return new URLSearchParams(text);
}

const words = {
  title: { vi: 'VNeID giả lập', en: 'A stand-in for VNeID' },
  why: {
    vi: 'Trang này chỉ có trong bản trình diễn, thay cho VNeID thật. Bạn là ai cũng được; có thể chọn để nó trả lời sai.',
    en: 'This page exists in the demonstration only, in place of VNeID. You may be anybody, and have it answer wrongly.',
  },
};

function screen(lang: Lang, site: Parameters<typeof citizenPage>[1]['site'], url: URL) {
  return citizenPage(lang, {
    title: words.title,
    site,
    url: url.pathname + url.search,
    noSearch: true,
    keepsForms: true,
    main: html`<h1>${words.title[lang]}</h1>
      <p class="hint">${words.why[lang]}</p>
      <form method="post" action="${standInPath}/authorize">
        ${[...url.searchParams].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        ${textInput(lang, { name: 'number', label: { vi: 'Số định danh', en: 'Identity number' }, value: '001088000321', maxLength: 12 })}
        ${textInput(lang, { name: 'person', label: { vi: 'Họ và tên', en: 'Name' }, value: 'Đoàn Thị Thử Nghiệm', maxLength: 120 })}
        ${radios(lang, {
          name: 'acr',
          label: { vi: 'Mức', en: 'Level' },
          value: 'LoA2',
          choices: ['LoA1', 'LoA2', 'LoA3'].map((value) => ({ value, label: { vi: value, en: value } })),
        })}
        ${radios(lang, {
          name: 'misdeed',
          label: { vi: 'Trả lời sai thế nào', en: 'How it misbehaves' },
          value: 'none',
          choices: Object.entries(misdeeds).map(([value, label]) => ({ value, label })),
        })}
        ${buttonGroup(
          button(lang, { label: { vi: 'Đồng ý', en: 'Agree' } }),
          button(lang, {
            kind: 'secondary',
            label: { vi: 'Hủy', en: 'Cancel' },
            name: 'cancel',
            value: 'yes',
          }),
        )}
      </form>`,
  });
}

async function authorize(app: App, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = await readForm(request);
  const redirectUri = form.get('redirect_uri') ?? '';
  if (!redirectUri.startsWith(`${app.config.publicUrl}/dang-nhap/ve/`) || form.get('client_id') !== standInClient.id)
    return json(response, 400, { error: 'invalid_request' });
  const to = new URL(redirectUri);
  to.searchParams.set('state', form.get('state') ?? '');
  const misdeed = form.get('misdeed') ?? 'none';
  if (form.get('cancel')) to.searchParams.set('error', 'access_denied');
  else {
    const given: Given = {
      kind: 'code',
      until: app.clock.now().getTime() + 60_000,
      nonce: form.get('nonce') ?? '',
      challenge: form.get('code_challenge') ?? '',
      redirectUri,
      number: (form.get('number') ?? '').slice(0, 20),
      name: (form.get('person') ?? '').slice(0, 200),
      acr: form.get('acr') ?? 'LoA1',
      misdeed: isMisdeed(misdeed) ? misdeed : 'none',
    };
    to.searchParams.set('code', sealed(app, given));
  }
  response.statusCode = 303;
  response.setHeader('location', to.href);
  response.end();
}

/** Client id and secret of the header, each as a form value (RFC 6749, 2.3.1). */
function clientOf(request: IncomingMessage): string {
  const [, text = ''] = /^Basic (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  const [id = '', secret = ''] = Buffer.from(text, 'base64').toString('utf8').split(':');
  return new URLSearchParams(`id=${id}&secret=${secret}`).toString();
}
const ours = new URLSearchParams({ id: standInClient.id, secret: standInClient.secret }).toString();

async function token(app: App, issuer: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = await readForm(request);
  if (clientOf(request) !== ours) return json(response, 401, { error: 'invalid_client' });
  const given = open(app, form.get('code') ?? '', 'code');
  if (
    !given ||
    given.challenge !== challengeOf(form.get('code_verifier') ?? '') ||
    given.redirectUri !== form.get('redirect_uri')
  )
    return json(response, 400, { error: 'invalid_grant' });
  switch (given.misdeed) {
    case 'slow':
      await sleep(30_000, undefined, { ref: false });
      break;
    case 'fault':
      return json(response, 500, { error: 'server_error' });
    case 'lost':
      return void response.destroy();
    case 'rubbish':
      return json(response, 200, '<html>');
    case 'new-key':
      turnKey(app);
      break;
    default:
  }
  json(response, 200, {
    access_token: sealed(app, { ...given, kind: 'token', until: app.clock.now().getTime() + 600_000 }),
    token_type: 'Bearer',
    expires_in: 600,
    id_token: idTokenOf(app, issuer, standInClient.id, given),
  });
}

function userinfo(app: App, request: IncomingMessage, response: ServerResponse): void {
  const [, bearer = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  const given = open(app, bearer, 'token');
  if (!given) return json(response, 401, { error: 'invalid_token' });
  const { misdeed } = given;
  if (misdeed === 'info-fault') return json(response, 502, { error: 'bad_gateway' });
  json(response, 200, {
    sub: misdeed === 'other-person' ? 'vneid-somebody-else' : subjectOf(given),
    ...(misdeed !== 'no-number' && { SoDinhDanh: given.number }),
    ...(misdeed !== 'no-name' && { HoVaTen: given.name }),
    NgayThangNamSinh: '21/03/1988',
    GioiTinh: 'Nữ',
    LoaiTaiKhoan: misdeed === 'organisation' ? '2' : '1',
  });
}
