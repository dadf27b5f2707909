/** Which models a model imports, found among those that a program has: by namespace, directly and through others. */
import type { Words } from '../feel/errors.ts';
import type { Problem } from './reading.ts';
import { children, readXml } from './xml.ts';

/** A model that others can import. */
export interface Importable {
  /** By which people know it. */
  readonly key: string;
  readonly dmn: string;
}

interface Import {
  readonly namespace: string;
  readonly elementId: string | null;
  readonly line: number;
}
interface Header {
  readonly namespace: string;
  readonly imports: readonly Import[];
}

export interface Resolved<Model extends Importable> {
  /** All that the model needs, directly or through others; each once. */
  readonly models: readonly Model[];
  /** Imports that cannot be found, are found twice or lead back, where they stand in the model. */
  readonly problems: readonly Problem[];
}

const none = { models: [], problems: [] };

/** Whether a text imports anything: cheap, for texts that are known to be DMN. */
export const hasImports = (dmn: string): boolean => /<(?:[\w.-]+:)?import\b/.test(dmn);

/**
 * Finds the models that a model imports.
 * @param key under which it stands or will stand: a version of it among `all` is not meant
 * @param all the models that it may import
 */
export function resolveImports<Model extends Importable>(key: string, dmn: string, all: readonly Model[]): Resolved<Model> {
  if (!hasImports(dmn)) return none;
  const own = headerOf(dmn);
  const found = new Map<string, Model>();
  const problems: Problem[] = [];
  const others = Map.groupBy(
    all.filter((one) => one.key !== key),
    (one) => headerOf(one.dmn).namespace,
  );

  /** @param from the import of the model itself through which it comes here */
  function follow({ imports }: Header, path: readonly { key: string; namespace: string }[], from?: Import): void {
    for (const one of imports) {
      const at = from ?? one;
      const tell = (message: Words): void => void problems.push({ line: at.line, elementId: at.elementId, message });
      const back = path.findIndex(({ namespace }) => namespace === one.namespace);
      const [model, second] = others.get(one.namespace) ?? [];
      if (back >= 0) tell(words.circle([...path.slice(back), path[back]!].map((step) => step.key)));
      else if (!model) tell(words.unknown(one.namespace, from && path.at(-1)!.key));
      else if (second) tell(words.twice(one.namespace, [model.key, second.key]));
      else if (!found.has(one.namespace)) {
        found.set(one.namespace, model);
        follow(headerOf(model.dmn), [...path, { key: model.key, namespace: one.namespace }], at);
      }
    }
  }
  follow(own, [{ key, namespace: own.namespace }]);
  return { models: [...found.values()], problems };
}

const words = {
  unknown: (namespace: string, by?: string): Words => ({
    vi: `${by ? `Mô hình “${by}” được dùng kèm lại dùng` : 'Không có'} mô hình “${namespace}”${by ? ', mà không có mô hình ấy' : ''} đang hiệu lực.`,
    en: `${by ? `The imported model “${by}” needs a model “${namespace}”, and none` : `No model “${namespace}”`} is in force.`,
  }),
  twice: (namespace: string, keys: readonly string[]): Words => ({
    vi: `Có hai mô hình cùng mang tên “${namespace}”: ${keys.join(', ')}.`,
    en: `Two models are called “${namespace}”: ${keys.join(', ')}.`,
  }),
  circle: (keys: readonly string[]): Words => ({
    vi: `Các mô hình dùng kèm nhau thành vòng: ${keys.join(' → ')}.`,
    en: `The models import one another in a circle: ${keys.join(' → ')}.`,
  }),
};

const mostHeaders = 2000;
const headers = new Map<string, Header>();

/** Read once for each text. A text that is no DMN imports nothing, and nobody can import it. */
function headerOf(dmn: string): Header {
  let header = headers.get(dmn);
  if (!header) {
    if (headers.size >= mostHeaders) headers.clear();
    headers.set(dmn, (header = readHeader(dmn)));
  }
  return header;
}

function readHeader(dmn: string): Header {
  try {
    const definitions = readXml(dmn);
    return {
      namespace: definitions.attributes['namespace'] ?? '',
      imports: children(definitions, 'import')
        .filter(({ attributes }) => /DMN|^$/.test(attributes['importType'] ?? ''))
        .map(({ attributes, line }) => ({
          namespace: attributes['namespace'] ?? '',
          elementId: attributes['id'] ?? null,
          line,
        })),
    };
  } catch {
    return { namespace: '', imports: [] };
  }
}
