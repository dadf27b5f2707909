import type { Environment } from '../feel/environment.ts';
import { getEntry, isContext, kindOf, setEntry } from '../feel/values.ts';
import type { Context, Value } from '../feel/values.ts';
import { define } from './define.ts';

define('get value(m: context, key: string)', (_, context: Context, key: string) => getEntry(context, key) ?? null);
define('get value(m: context, keys: list)', (env, context: Context, keys: Value[]) => {
  if (keys.length === 0) return env.note('There is no key.');
  let value: Value = context;
  for (const key of keys) {
    if (typeof key !== 'string' || value === null || !isContext(value)) return env.note('There is no such entry.');
    value = getEntry(value, key) ?? null;
  }
  return value;
});
define('get entries(m: context)', (env, context: Context) => {
  const entries = Object.entries(context);
  env.step(entries.length);
  return entries.map(([key, value]) => ({ key, value }));
});

function put(env: Environment, context: Context, key: string, value: Value): Context {
  env.step(Object.keys(context).length);
  const copy = { ...context };
  setEntry(copy, key, value);
  return copy;
}

define('context put(context: context, key: string, value: any)', (env, context: Context, key: string, value: Value) =>
  put(env, context, key, value),
);
define('context put(context: context, keys: list, value: any)', (env, context: Context, keys: Value[], value: Value) => {
  return putDeep(env, context, keys, value);
});

function putDeep(env: Environment, context: Context, keys: Value[], value: Value): Value {
  const [key, ...rest] = keys;
  if (typeof key !== 'string') return env.note('The keys of a context are texts.');
  if (rest.length === 0) return put(env, context, key, value);
  const inner = getEntry(context, key) ?? null;
  if (!isContext(inner)) return env.note(`The entry ${key} is a ${kindOf(inner)}, not a context.`);
  const replaced = putDeep(env, inner, rest, value);
  return replaced === null ? null : put(env, context, key, replaced);
}

define('context merge(contexts: list)', (env, contexts: Value[]) => {
  const merged: Context = {};
  for (const context of contexts) {
    if (!isContext(context)) return env.note('Only contexts can be merged.');
    const entries = Object.entries(context);
    env.step(entries.length);
    for (const [key, value] of entries) setEntry(merged, key, value);
  }
  return merged;
});
define('context(entries: list)', (env, entries: Value[]) => {
  const context: Context = {};
  for (const entry of entries) {
    if (!isContext(entry)) return env.note('An entry is a context of key and value.');
    const key = getEntry(entry, 'key');
    const value = getEntry(entry, 'value');
    if (typeof key !== 'string' || value === undefined) return env.note('An entry has a text as key, and a value.');
    if (getEntry(context, key) !== undefined) return env.note(`The key ${key} occurs twice.`);
    setEntry(context, key, value);
  }
  return context;
});
