/**
 * What can be said of an element in several ways, each picked from a list or typed as a number: where a step is done,
 * by whom, until when, how long an event waits. All ways write the attributes that the engine reads; FEEL is one of them.
 */
import { type Element, eventDefinition, type Modeler } from './bpmn-model.ts';
import type { Words } from './dom.ts';
import type { Choice, Given } from './editor-frame.ts';

export interface Way {
  readonly key: string;
  readonly label: Words;
  /** `named`: typed, completed from the list by names; `none`: nothing more is asked. */
  readonly kind: 'none' | 'select' | 'named' | 'number' | 'line' | 'moment';
  /** What its value is called. */
  readonly asked?: Words;
  readonly hint?: Words;
  readonly choices?: readonly Choice[];
  readonly value: string;
  set(value: string): void;
}
export interface Ways {
  readonly kind: 'ways';
  readonly label: Words;
  readonly ways: readonly Way[];
  /** The key of the way that holds now. */
  readonly now: string;
}

const feelWay = { vi: 'Biểu thức FEEL', en: 'A FEEL expression' };
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const quoted = (value: string): string | undefined => /^"([^"\\]+)"$/.exec(value.trim())?.[1];
/** The number of `duration("P2D")`, of `P2D` when it stands in a timer. */
const days = (value: string): string | undefined => /^(?:duration\("|@")?P(\d+)D(?:"\)?)?$/.exec(value.trim())?.[1];
const hours = (value: string): string | undefined => /^(?:duration\("|@")?PT(\d+)H(?:"\)?)?$/.exec(value.trim())?.[1];
const whole = (value: string): string => String(Math.max(1, Math.round(Number(value)) || 1));

type Set = (properties: Readonly<Record<string, unknown>>) => void;
const empty = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim());

/** Where, by whom and until when a step is done. */
export function stepWays(modeler: Modeler, element: Element, given: Given): Ways[] {
  const bo = element.businessObject;
  const set: Set = (properties) => modeler.get('modeling').updateProperties(element, properties);
  return [
    placeWays(text(bo.get('dinh:unit')), given, set),
    personWays(text(bo.get('dinh:assignee')), text(bo.get('dinh:choose')), given, set),
    limitWays(text(bo.get('dinh:due')), bo.get('dinh:share') as number | undefined, given, set),
  ];
}

/** In which unit somebody is told something. */
export function hearingWays(modeler: Modeler, element: Element, given: Given): Ways {
  const set: Set = (properties) => modeler.get('modeling').updateProperties(element, properties);
  return placeWays(text(element.businessObject.get('dinh:unit')), given, set);
}

function placeWays(value: string, { choices }: Given, set: Set): Ways {
  const places = choices.used['unit'] ?? [];
  const write = (unit: string | undefined): void => set({ 'dinh:unit': unit });
  const unit = quoted(value);
  const now = value === '' ? 'none' : unit !== undefined ? 'unit' : places.some((one) => one.key === value) ? 'place' : 'feel';
  return {
    kind: 'ways',
    label: { vi: 'Ở đơn vị', en: 'In the unit' },
    now,
    ways: [
      { key: 'none', label: { vi: '— chưa chọn —', en: '— not chosen —' }, kind: 'none', value: '', set: () => write(undefined) },
      {
        key: 'place',
        label: { vi: 'Theo hồ sơ', en: 'By the dossier' },
        asked: { vi: 'Nơi làm', en: 'Place' },
        kind: 'select',
        choices: places,
        value: now === 'place' ? value : '',
        set: (one) => write(empty(one)),
      },
      {
        key: 'unit',
        label: { vi: 'Một đơn vị trong danh bạ', en: 'A unit of the directory' },
        asked: { vi: 'Tên đơn vị', en: 'Name of the unit' },
        kind: 'named',
        choices: choices.units,
        value: unit ?? '',
        set: (one) => write(one === '' ? undefined : `"${one}"`),
      },
      { key: 'feel', label: feelWay, asked: feelWay, kind: 'line', value, set: (one) => write(empty(one)) },
    ],
  };
}

function personWays(value: string, choose: string, { choices }: Given, set: Set): Ways {
  const persons = choices.used['assignee'] ?? [];
  const write = (assignee: string | undefined, least?: 'least-loaded'): void =>
    set({ 'dinh:assignee': assignee, 'dinh:choose': least });
  const now = choose !== '' ? 'least' : value === '' ? 'any' : persons.some((one) => one.key === value) ? 'person' : 'feel';
  return {
    kind: 'ways',
    label: { vi: 'Giao cho', en: 'Assigned to' },
    now,
    ways: [
      {
        key: 'any',
        label: { vi: 'Ai có vai trò ấy cũng nhận được', en: 'Anyone of the role may take it' },
        kind: 'none',
        value: '',
        set: () => write(undefined),
      },
      {
        key: 'least',
        label: { vi: 'Người đang ít việc nhất', en: 'Who has the least to do' },
        kind: 'none',
        value: '',
        set: () => write(undefined, 'least-loaded'),
      },
      {
        key: 'person',
        label: { vi: 'Người của hồ sơ', en: 'A person of the dossier' },
        asked: { vi: 'Người ấy là', en: 'Who' },
        kind: 'select',
        choices: persons,
        value: now === 'person' ? value : '',
        set: (one) => write(empty(one)),
      },
      { key: 'feel', label: feelWay, asked: feelWay, kind: 'line', value, set: (one) => write(empty(one)) },
    ],
  };
}

function limitWays(due: string, share: number | undefined, { choices }: Given, set: Set): Ways {
  const { dates } = choices;
  const write = (limit: { due?: string | undefined; share?: number | undefined }): void =>
    set({ 'dinh:due': limit.due, 'dinh:share': limit.share });
  const now =
    due === ''
      ? share === undefined
        ? 'none'
        : 'share'
      : days(due)
        ? 'days'
        : hours(due)
          ? 'hours'
          : dates.some((one) => one.key === due)
            ? 'date'
            : 'feel';
  return {
    kind: 'ways',
    label: { vi: 'Hạn của bước', en: 'Time limit of the step' },
    now,
    ways: [
      { key: 'none', label: { vi: 'Không có hạn riêng', en: 'None of its own' }, kind: 'none', value: '', set: () => write({}) },
      {
        key: 'share',
        label: { vi: 'Một phần thời hạn của thủ tục', en: 'A share of the procedure’s limit' },
        asked: { vi: 'Phần của thời hạn (%)', en: 'Share of the time limit (%)' },
        kind: 'number',
        value: share === undefined ? '' : String(share),
        set: (one) => write(one === '' ? {} : { share: Number(one) }),
      },
      {
        key: 'days',
        label: { vi: 'Số ngày làm việc', en: 'A number of working days' },
        asked: { vi: 'Ngày làm việc', en: 'Working days' },
        kind: 'number',
        value: days(due) ?? '',
        set: (one) => write(one === '' ? {} : { due: `duration("P${whole(one)}D")` }),
      },
      {
        key: 'hours',
        label: { vi: 'Số giờ làm việc', en: 'A number of working hours' },
        asked: { vi: 'Giờ làm việc', en: 'Working hours' },
        kind: 'number',
        value: hours(due) ?? '',
        set: (one) => write(one === '' ? {} : { due: `duration("PT${whole(one)}H")` }),
      },
      {
        key: 'date',
        label: { vi: 'Đến ngày ghi trong tờ khai', en: 'Until a date of the form' },
        asked: { vi: 'Trường ngày', en: 'Date field' },
        kind: 'select',
        choices: dates,
        value: now === 'date' ? due : '',
        set: (one) => write({ due: empty(one) }),
      },
      {
        key: 'feel',
        label: feelWay,
        asked: feelWay,
        hint: {
          vi: 'Một thời điểm, hoặc khoảng thời gian làm việc như duration("P2D")',
          en: 'A moment, or working time such as duration("P2D")',
        },
        kind: 'line',
        value: due,
        set: (one) => write({ due: empty(one) }),
      },
    ],
  };
}

type Form = 'timeDate' | 'timeDuration' | 'timeCycle';

/** How long a timer event waits, or until when. */
export function timerWays(modeler: Modeler, element: Element, { choices }: Given): Ways | undefined {
  const timer = eventDefinition(element.businessObject, 'Timer');
  if (!timer) return undefined;
  const form = (['timeDate', 'timeDuration', 'timeCycle'] as const).find((one) => timer.get(one));
  const body = text(form && timer.get(form).get('body')).trim();
  const working = timer.get('dinh:working') === true;
  const write = (as: Form, written: string | undefined, counted: boolean): void =>
    modeler.get('modeling').updateModdleProperties(element, timer, {
      timeDate: undefined,
      timeDuration: undefined,
      timeCycle: undefined,
      'dinh:working': counted || undefined,
      ...(written && { [as]: modeler.get('bpmnFactory').create('bpmn:FormalExpression', { body: written }) }),
    });
  const moment = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::\d\d)?\+07:00$/.exec(body)?.[1];
  const field = choices.dates.find((one) => body === `=${one.key}`)?.key;
  const counted = (unit: string | undefined, name: 'days' | 'hours') =>
    unit === undefined ? undefined : `${working ? 'working-' : ''}${name}`;
  const simple =
    form === 'timeDuration'
      ? (counted(days(body), 'days') ?? counted(hours(body), 'hours'))
      : form === 'timeDate' && !working
        ? moment
          ? 'moment'
          : field && 'date'
        : undefined;
  const now = simple ?? (form === undefined ? 'working-days' : form);
  const number = (key: string, label: Words, read: typeof days, make: (n: string) => string, own: boolean): Way => ({
    key,
    label,
    asked: label,
    kind: 'number',
    value: now === key ? (read(body) ?? '') : '',
    set: (one) => write('timeDuration', one === '' ? undefined : make(whole(one)), own),
  });
  const feel = (key: Form, label: Words, hint: Words): Way => ({
    key,
    label,
    asked: { vi: 'Thời gian', en: 'Time' },
    hint,
    kind: 'line',
    value: form === key ? body : '',
    set: (one) => write(key, empty(one), working),
  });
  return {
    kind: 'ways',
    label: { vi: 'Chờ', en: 'Waits for' },
    now,
    ways: [
      number('working-days', { vi: 'Số ngày làm việc', en: 'A number of working days' }, days, (n) => `P${n}D`, true),
      number('working-hours', { vi: 'Số giờ làm việc', en: 'A number of working hours' }, hours, (n) => `PT${n}H`, true),
      number('days', { vi: 'Số ngày theo lịch', en: 'A number of calendar days' }, days, (n) => `P${n}D`, false),
      number('hours', { vi: 'Số giờ theo đồng hồ', en: 'A number of hours' }, hours, (n) => `PT${n}H`, false),
      {
        key: 'moment',
        label: { vi: 'Đến một thời điểm', en: 'Until a moment' },
        asked: { vi: 'Thời điểm', en: 'Moment' },
        kind: 'moment',
        value: moment ?? '',
        set: (one) => write('timeDate', one && `${one}:00+07:00`, false),
      },
      {
        key: 'date',
        label: { vi: 'Đến ngày ghi trong tờ khai', en: 'Until a date of the form' },
        asked: { vi: 'Trường ngày', en: 'Date field' },
        kind: 'select',
        choices: choices.dates,
        value: field ?? '',
        set: (one) => write('timeDate', one && `=${one}`, false),
      },
      feel(
        'timeDuration',
        { vi: 'Khoảng thời gian (ISO 8601 hoặc FEEL)', en: 'A duration (ISO 8601 or FEEL)' },
        { vi: 'như P2D, PT4H, hoặc FEEL sau dấu =', en: 'such as P2D, PT4H, or FEEL after =' },
      ),
      feel(
        'timeDate',
        { vi: 'Thời điểm (ISO 8601 hoặc FEEL)', en: 'A moment (ISO 8601 or FEEL)' },
        { vi: 'như 2026-12-01T08:00:00Z, hoặc FEEL sau dấu =', en: 'such as 2026-12-01T08:00:00Z, or FEEL after =' },
      ),
      feel(
        'timeCycle',
        { vi: 'Chu kỳ lặp lại', en: 'A cycle' },
        { vi: 'như R3/P1D (ba lần, mỗi ngày một lần)', en: 'such as R3/P1D (three times, once a day)' },
      ),
    ],
  };
}

/** A timer that is counted in other ways still says whether it counts working time. */
export const workingOf = (way: string): boolean => way === 'timeDuration' || way === 'timeCycle';
