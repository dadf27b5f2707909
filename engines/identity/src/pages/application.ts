import { page, type PageContext, type PageResult, post, redirect, show, sql, type Text } from '@dinh/kernel';
import { button, buttonGroup, citizenPage, html, withQuery } from '@dinh/ui';
import type { Client, Interaction, InteractionResults, Provider } from 'oidc-provider';
import { requestExpired } from '../errors.ts';
import { consentToClient } from '../provider/operations/consent-to-client.ts';
import { assuranceOf, levelAsked, levelOfAcr } from '../provider/assurance.ts';
import { own } from '../provider/clients.ts';
import { lives } from '../provider/configuration.ts';
import { addScopes } from '../provider/consent.ts';
import { provider } from '../provider/provider.ts';
import { knowledge, scopeWords } from '../provider/scopes.ts';
import { leavingPage } from '../provider/screens.ts';
import { typed } from './form.ts';
import { morePath } from './proof-screen.ts';

const days = lives.grant / 86_400;

const words = {
  title: { vi: 'Cho phép ứng dụng', en: 'Allow an application' },
  asks: { vi: 'muốn được phép', en: 'asks to be allowed to' },
  as: { vi: 'Bạn đang đăng nhập là', en: 'You are signed in as' },
  leads: { vi: 'Sau đó bạn sẽ được chuyển đến', en: 'You will then be taken to' },
  later: {
    vi: `Mỗi lần đăng nhập qua ứng dụng có hiệu lực nhiều nhất ${days} ngày. Bạn có thể thu hồi việc cho phép bất cứ lúc nào trong trang tài khoản.`,
    en: `Each sign-in through the application holds for ${days} days at most. You can take your consent back at any time on your account page.`,
  },
  yes: { vi: 'Đồng ý', en: 'Allow' },
  no: { vi: 'Không đồng ý', en: 'Do not allow' },
};

/**
 * Whether nobody else can pretend to be the client: it proves itself, or its answers go to addresses of its own. Those of a program on a
 * telephone or computer (a scheme of its own, the machine itself) any other program there can take (RFC 8252, 8.6; ASVS 10.7.1).
 */
const isSure = ({ clientAuthMethod, redirectUris }: Client): boolean =>
  clientAuthMethod !== 'none' || (redirectUris ?? []).every((uri) => uri.startsWith('https:'));

/** What is asked of somebody on behalf of an application: to sign in, and to allow what it wants (OpenID Connect Core 3.1.2). */
export const applicationPage = page({
  path: '/cap-quyen/:uid',
  title: words.title,
  may: 'anyone',
  async run(ctx) {
    const step = await stepOf(ctx);
    if (step.interaction.prompt.name === 'login') return signIn(ctx, step);
    if (!isTheirs(ctx, step)) return toSignIn(ctx, step);
    const client = await clientOf(step);
    if (!own(client).dinh_consent && isSure(client)) return allow(ctx, step);
    return show(await consentScreen(ctx, step));
  },
});

export const applicationPost = post({
  path: '/cap-quyen/:uid',
  title: words.title,
  may: 'anyone',
  async run(ctx) {
    const step = await stepOf(ctx);
    if (step.interaction.prompt.name !== 'consent') return redirect(pathOf(step));
    if (!isTheirs(ctx, step)) return toSignIn(ctx, step);
    if (typed(ctx, 'answer') === 'yes') {
      await ctx.run(consentToClient, { client: clientId(step), scopes: wanted(step).all });
      return allow(ctx, step);
    }
    return finish(ctx, step, { error: 'access_denied', error_description: 'the person did not allow it' });
  },
});

interface Step {
  readonly provider: Provider;
  readonly interaction: Interaction;
}

const clientId = ({ interaction }: Step): string => String(interaction.params['client_id']);
const pathOf = ({ interaction }: Step): string => `/cap-quyen/${interaction.uid}`;

/** The step that this browser, and no other, was sent here for. @throws requestExpired */
async function stepOf(ctx: PageContext): Promise<Step> {
  const { uid = '' } = ctx.params;
  const { provider: library } = await provider(ctx.app);
  const mine = ctx.cookies[library.cookieName('interaction')] === uid;
  const interaction = mine ? await library.Interaction.find(uid) : undefined;
  if (!interaction) throw requestExpired();
  return { provider: library, interaction };
}

async function clientOf(step: Step) {
  const client = await step.provider.Client.find(clientId(step));
  if (!client) throw requestExpired();
  return client;
}

/** Whether whoever answers is the one who was asked. */
const isTheirs = (ctx: PageContext, { interaction }: Step): boolean =>
  ctx.principal.kind === 'person' && ctx.principal.id === interaction.session?.accountId;

/** @param again somebody is signed in already and is to show once more who they are */
function toSignIn(_ctx: PageContext, step: Step, again = false): PageResult {
  return redirect(`/dang-nhap?${again ? 'lai=1&' : ''}tiep=${encodeURIComponent(pathOf(step))}`);
}

/** The house's own sign-in is the provider's: whoever has it goes on, unless more, or once more, is asked of them. */
async function signIn(ctx: PageContext, step: Step): Promise<PageResult> {
  const { interaction } = step;
  const { principal } = ctx;
  if (principal.kind !== 'person' || !principal.session) return toSignIn(ctx, step);
  const { acr, amr, at } = assuranceOf(principal);
  const { reasons, details } = interaction.prompt;
  const shown = (at ?? ctx.now).getTime() / 1000;
  const asked = interaction.iat ?? 0;
  const maxAge = Number(details['max_age'] ?? Infinity);
  if (reasons.includes('login_prompt') && shown < asked) return toSignIn(ctx, step, true);
  // Whoever has just signed in has done what could be asked, however short the time is.
  if (ctx.now.getTime() / 1000 - shown > maxAge && shown < asked) return toSignIn(ctx, step, true);
  const other = reasons.includes('id_token_hint') || reasons.includes('claims_id_token_sub_value');
  if (other && interaction.session?.accountId === principal.id)
    return finish(ctx, step, { error: 'login_required', error_description: 'somebody else is signed in' });
  const { level, essential } = levelAsked(interaction.params);
  const less = (levelOfAcr(acr) ?? 0) < level;
  // Whoever has the factor that is missing shows it, and comes back here.
  if (less && (await canReach(ctx, level))) return redirect(withQuery(morePath, { muc: String(level), tiep: pathOf(step) }));
  if (essential && less)
    return finish(ctx, step, {
      error: 'unmet_authentication_requirements',
      error_description: 'the requested level of assurance was not reached',
    });
  return finish(ctx, step, {
    login: { accountId: principal.id, ts: Math.floor(shown), acr, amr: [...amr], remember: true },
  });
}

/** Whether the account has factors that lead to a level. */
const canReach = async (ctx: PageContext, level: number): Promise<boolean> =>
  Number.isFinite(level) && (await ctx.run('identity.list-ways', { level })).ways.length > 0;

/** What is asked for and not yet granted; everything, when the application wants the question to be put again. */
function wanted({ interaction }: Step) {
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = interaction.prompt.details as {
    missingOIDCScope?: string[];
    missingOIDCClaims?: string[];
    missingResourceScopes?: Record<string, string[]>;
  };
  const asked = String(interaction.params['scope'] ?? '').split(' ');
  const resource = [interaction.params['resource'] ?? []].flat().map(String);
  const openid = missingOIDCScope ?? asked.filter((scope) => Object.hasOwn(knowledge, scope));
  const others = asked.filter((scope) => !Object.hasOwn(knowledge, scope));
  const resources = missingResourceScopes ?? Object.fromEntries(resource.map((indicator) => [indicator, others]));
  const claims = missingOIDCClaims ?? [];
  return { openid, claims, resources, all: [...new Set([...openid, ...Object.values(resources).flat()])] };
}

async function allow(ctx: PageContext, step: Step): Promise<PageResult> {
  const { provider: library, interaction } = step;
  const { openid, claims, resources, all } = wanted(step);
  const found = interaction.grantId ? await library.Grant.find(interaction.grantId) : undefined;
  const grant = found ?? new library.Grant({ accountId: ctx.principal.id, clientId: clientId(step) });
  addScopes(grant, all, openid, Object.entries(resources));
  if (claims.length > 0) grant.addOIDCClaims(claims);
  return finish(ctx, step, { consent: { grantId: await grant.save() } });
}

async function consentScreen(ctx: PageContext, step: Step) {
  const { lang, app } = ctx;
  const client = own(await clientOf(step));
  const { openid, claims, resources } = wanted(step);
  const byClaims = Object.keys(knowledge).filter((scope) => knowledge[scope]!.claims.some((claim) => claims.includes(claim)));
  const scopes = [...new Set([...openid, ...byClaims, ...Object.values(resources).flat()])];
  const says = scopes.flatMap((scope) => scopeWords(app, scope)).map((text: Text) => text[lang]);
  const to = new URL(String(step.interaction.params['redirect_uri'])).host;
  return citizenPage(lang, {
    title: words.title,
    site: ctx.site,
    url: ctx.url,
    viewer: ctx.viewer,
    noSearch: true,
    keepsForms: true,
    main: html`<h1>${client.dinh_name[lang]} ${words.asks[lang]}</h1>
      <ul>
        ${[...new Set(says)].map((text) => html`<li>${text}</li>`)}
      </ul>
      <p>${words.as[lang]} <strong>${ctx.principal.name}</strong>. ${words.leads[lang]} <strong>${to}</strong>.</p>
      <p class="hint">${words.later[lang]}</p>
      <form method="post" action="${pathOf(step)}">
        ${buttonGroup(
          button(lang, { label: words.yes, name: 'answer', value: 'yes' }),
          button(lang, { label: words.no, kind: 'secondary', name: 'answer', value: 'no' }),
        )}
      </form>`,
  });
}

/** Tells the provider what came of the step, and goes on to it. */
async function finish(ctx: PageContext, step: Step, result: InteractionResults): Promise<PageResult> {
  const { interaction } = step;
  const { principal } = ctx;
  const uid = interaction.session?.uid;
  if (uid && principal.session) {
    // The same person in a new session of ours goes on with the provider's; for another it is not there.
    const kept = await ctx.app.db.run(
      sql`update identity.provider_state set session_id = ${principal.session}
          where kind = 'Session' and uid = ${uid} and person_id = ${principal.id}`,
    );
    if (kept === 0) delete interaction.session;
  }
  interaction.result = 'error' in result ? result : { ...interaction.lastSubmission, ...result };
  await interaction.persist();
  return show(leavingPage(ctx.lang, ctx.site, interaction.returnTo));
}
