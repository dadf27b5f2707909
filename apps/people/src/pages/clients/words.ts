import type { App, Text } from '@dinh/kernel';

export const path = '/quan-tri/he-thong';
export const title: Text = { vi: 'Ứng dụng, hệ thống', en: 'Applications and systems' };

export const clientKinds = {
  machine: { vi: 'Hệ thống', en: 'System' },
  application: { vi: 'Ứng dụng', en: 'Application' },
} as const;

export const methods: Record<string, Text> = {
  private_key_jwt: { vi: 'Chữ ký bằng khóa riêng', en: 'Signature by a key of its own' },
  self_signed_tls_client_auth: { vi: 'Chứng thư của kết nối', en: 'Certificate of the connection' },
  client_secret_basic: { vi: 'Mã bí mật', en: 'Secret' },
  none: {
    vi: 'Không giữ được bí mật (trang web, ứng dụng di động)',
    en: 'Cannot keep a secret (web page, mobile app)',
  },
};

export const bindings: Record<'dpop' | 'mtls' | 'no', Text> = {
  dpop: { vi: 'Khóa của hệ thống (DPoP)', en: 'To a key of its own (DPoP)' },
  mtls: { vi: 'Chứng thư của kết nối', en: 'To the certificate of the connection' },
  no: {
    vi: 'Không: ai lấy được mã cũng dùng được',
    en: 'To nothing: whoever has the token can use it',
  },
};

export const keyKinds: Record<string, Text> = {
  secret: { vi: 'Mã bí mật', en: 'Secret' },
  key: { vi: 'Khóa công khai', en: 'Public key' },
  certificate: { vi: 'Chứng thư', en: 'Certificate' },
};

export const reaches = {
  unit: { vi: 'trong đơn vị', en: 'in the unit' },
  'unit-tree': { vi: 'trong đơn vị và các đơn vị trực thuộc', en: 'in the unit and those below' },
  all: { vi: 'toàn tỉnh', en: 'in the whole province' },
} as const;

/** Permissions that some operation of the API asks for, with what they let one do. */
export function permissionsOf(app: App): ReadonlyMap<string, readonly Text[]> {
  const found = new Map<string, Text[]>();
  for (const operation of app.modules.flatMap((module) => module.operations ?? [])) {
    if (operation.api === false || ['anyone', 'signed-in', 'system'].includes(operation.may)) continue;
    found.set(operation.may, [...(found.get(operation.may) ?? []), operation.title]);
  }
  return new Map([...found].sort(([a], [b]) => a.localeCompare(b)));
}
