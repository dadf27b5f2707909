import type { App, Operation, Text } from '@dinh/kernel';

/** What somebody lets an application know of them; each scope gives the claims beside it. */
export interface KnowledgeScope {
  readonly claims: readonly string[];
  /** What the page of consent says. */
  readonly says: Text;
}

/** Scopes by which an application learns something (OpenID Connect Core 5.4, and two of a province). */
export const knowledge: Readonly<Record<string, KnowledgeScope>> = {
  openid: {
    claims: ['sub'],
    says: {
      vi: 'Biết rằng bạn là cùng một người mỗi lần quay lại',
      en: 'Know that you are the same person each time',
    },
  },
  profile: {
    claims: ['name', 'birthdate', 'gender', 'locale'],
    says: {
      vi: 'Biết họ tên, ngày sinh, giới tính và ngôn ngữ của bạn',
      en: 'Know your name, date of birth, gender and language',
    },
  },
  email: {
    claims: ['email'],
    says: { vi: 'Biết địa chỉ thư điện tử của bạn', en: 'Know your e-mail address' },
  },
  phone: {
    claims: ['phone_number'],
    says: { vi: 'Biết số điện thoại của bạn', en: 'Know your phone number' },
  },
  identity: {
    claims: ['identity_number', 'identity_checked'],
    says: {
      vi: 'Biết số định danh cá nhân của bạn và số đó đã được đối chiếu hay chưa',
      en: 'Know your identity number, and whether it was checked',
    },
  },
  official: {
    claims: ['units', 'positions'],
    says: {
      vi: 'Biết bạn giữ chức vụ nào, ở đơn vị nào',
      en: 'Know which positions you hold, and in which units',
    },
  },
  business: {
    claims: ['businesses'],
    says: {
      vi: 'Biết bạn đại diện cho doanh nghiệp, tổ chức nào',
      en: 'Know which businesses you represent',
    },
  },
  offline_access: {
    claims: [],
    says: {
      vi: 'Tiếp tục làm những việc này khi bạn đã đăng xuất, cho đến khi bạn thu hồi',
      en: 'Go on doing this after you have signed out, until you take it back',
    },
  },
};

const byApp = new WeakMap<App, ReadonlyMap<string, readonly Text[]>>();

/**
 * Scopes by which an application may do something at the HTTP API: a permission lets it ask for the operations that need
 * this permission; an operation that is open to everybody signed in is a scope by its own name. One's own account
 * (passwords, sessions, devices) is never handed to an application.
 * @returns what each lets one do, as titles of operations
 */
export function apiScopes(app: App): ReadonlyMap<string, readonly Text[]> {
  let known = byApp.get(app);
  if (!known) {
    const made = new Map<string, Text[]>();
    for (const operation of app.modules.flatMap((module) => module.operations ?? [])) {
      const scope = scopeOf(operation);
      if (scope) made.set(scope, [...(made.get(scope) ?? []), operation.title]);
    }
    byApp.set(app, (known = made));
  }
  return known;
}

/** Permissions that operations of the API ask for: what a machine can be given. */
export function permissionsOf(app: App): ReadonlySet<string> {
  const operations = app.modules.flatMap((module) => module.operations ?? []);
  return new Set(operations.map(({ may }) => may).filter((may) => apiScopes(app).has(may)));
}

function scopeOf(operation: Operation): string | undefined {
  if (operation.api === false || operation.may === 'anyone' || operation.may === 'system') return undefined;
  if (operation.may !== 'signed-in') return operation.may;
  return operation.name.startsWith('identity.') ? undefined : operation.name;
}

/** What a scope lets an application know or do, in words. */
export function scopeWords(app: App, scope: string): readonly Text[] {
  const known = knowledge[scope];
  return known ? [known.says] : (apiScopes(app).get(scope) ?? []);
}

export const isScope = (app: App, scope: string): boolean => Object.hasOwn(knowledge, scope) || apiScopes(app).has(scope);
