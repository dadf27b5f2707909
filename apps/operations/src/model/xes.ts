import type { Trace } from '../queries/list-events.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Written as they are a reader of XML makes blanks of them.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
const text = (value: string): string =>
  // Characters that XML 1.0 cannot hold at all are left out.
  value.replace(/[^\P{Cc}\t\n\r]|\p{Cs}|[\uFFFE\uFFFF]/gu, '').replace(/[&<>"\t\n\r]/g, (c) => escapes[c]!);

const attribute = (kind: 'string' | 'date' | 'int', key: string, value: string | null): string =>
  value === null ? '' : `<${kind} key="${key}" value="${text(value)}"/>`;

/**
 * An event log as XES (IEEE 1849-2016) with its concept, lifecycle, organizational and time extensions, piece by piece.
 * An event's `concept:instance` is the task of which it tells, so that its beginning and end belong together. What no extension
 * knows has a key without a prefix: `instance` and `version` of a trace, `element` and `outcome` of an event.
 * @param name of the log
 */
export async function* xes(name: string, traces: AsyncIterable<Trace>): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/><string key="lifecycle:transition" value="complete"/><date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/></global>
<classifier name="Activity" scope="event" keys="concept:name"/>
<classifier name="Transition" scope="event" keys="concept:name lifecycle:transition"/>
${attribute('string', 'concept:name', name)}${attribute('string', 'lifecycle:model', 'standard')}
`;
  for await (const trace of traces) {
    yield `<trace>${attribute('string', 'concept:name', trace.businessKey)}${attribute('string', 'instance', trace.id)}${attribute('int', 'version', String(trace.version))}\n${trace.events
      .map(
        (event) =>
          `<event>${attribute('string', 'concept:name', event.name)}${attribute('string', 'concept:instance', event.task)}${attribute('string', 'lifecycle:transition', event.transition)}${attribute('date', 'time:timestamp', new Date(event.at).toISOString())}${attribute('string', 'org:resource', event.resource)}${attribute('string', 'org:role', event.role)}${attribute('string', 'org:group', event.group)}${attribute('string', 'element', event.element)}${attribute('string', 'outcome', event.outcome)}</event>\n`,
      )
      .join('')}</trace>\n`;
  }
  yield '</log>\n';
}
