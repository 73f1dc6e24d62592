import { z } from 'zod';
import type { RegistryProblem, Stated, StatedNetwork } from './registry-statement.ts';

/** Deeper answers are no answers of a registry; an entity in an entity in a network needs about ten levels. */
const MOST_ENTITIES_DEEP = 5;

const text = z.string().min(1).nullish().catch(null);
const Entity = z.looseObject({
  vcardArray: z
    .tuple([z.literal('vcard'), z.array(z.array(z.unknown()))])
    .optional()
    .catch(undefined),
  entities: z.array(z.unknown()).default([]).catch([]),
});
/** The members of an IP network that are read (RFC 9083, section 5.4). */
const Network = z.looseObject({
  startAddress: z.string(),
  endAddress: z.string(),
  handle: text,
  name: text,
  country: text,
  port43: text,
  events: z
    .array(z.looseObject({ eventAction: z.string(), eventDate: z.string() }))
    .default([])
    .catch([]),
  entities: z.array(z.unknown()).default([]).catch([]),
});
const AnyAnswer = z.looseObject({
  objectClassName: z.string().optional().catch(undefined),
  errorCode: z.number().optional().catch(undefined),
  title: z.string().optional().catch(undefined),
});

/** Reads an RDAP answer about one IP network. */
export function readRdap(pasted: string): StatedNetwork | { problem: RegistryProblem } {
  let value: unknown;
  try {
    value = JSON.parse(pasted.replace(/^\ufeff/, ''));
  } catch (error) {
    return { problem: { code: 'bad-json', at: placeOf(error, pasted) } };
  }
  const any = AnyAnswer.safeParse(value);
  if (!any.success) return { problem: { code: 'not-an-answer' } };
  const { errorCode, title, objectClassName } = any.data;
  if (errorCode !== undefined)
    return { problem: { code: 'registry-refused', text: [errorCode, title].filter(Boolean).join(' ') } };
  if (objectClassName === undefined) return { problem: { code: 'not-an-answer' } };
  if (objectClassName !== 'ip network') return { problem: { code: 'no-network', kind: objectClassName } };
  const read = Network.safeParse(value);
  if (!read.success) {
    const places = read.error.issues.map(({ path }) => ({ text: '', at: path.join('.') }));
    return { problem: { code: 'bad-range', places } };
  }
  const { startAddress, endAddress, handle, name, country, port43, events, entities } = read.data;
  return {
    form: 'rdap',
    countries: country ? [{ text: country, at: 'country' }] : [],
    othersCountries: entities.flatMap((entity, index) => countriesOf(entity, `entities.${index}`, 0)),
    name: name ?? null,
    handle: handle ?? null,
    range: { written: { first: startAddress, last: endAddress }, at: 'startAddress' },
    registry: port43 ?? null,
    changed: events.find(({ eventAction }) => eventAction === 'last changed')?.eventDate ?? null,
  };
}

/** The country of an address of a vCard in JSON (RFC 7095) is the last part of its value, or its `cc` (RFC 8605). */
function countriesOf(value: unknown, at: string, deep: number): Stated[] {
  const entity = Entity.safeParse(value);
  if (!entity.success || deep >= MOST_ENTITIES_DEEP) return [];
  const { vcardArray, entities } = entity.data;
  const own = (vcardArray?.[1] ?? []).flatMap(([property, parameters, , written]) => {
    if (property !== 'adr') return [];
    const code = z.looseObject({ cc: z.string().min(1) }).safeParse(parameters);
    const last = Array.isArray(written) ? written[6] : undefined;
    const country = code.success ? code.data.cc : last;
    return typeof country === 'string' && country !== '' ? [{ text: country, at: `${at}.vcardArray` }] : [];
  });
  return [
    ...own,
    ...entities.flatMap((inner, index) => countriesOf(inner, `${at}.entities.${index}`, deep + 1)),
  ];
}

/** V8 names the place of most faults in a text, and none where the text ends too early. */
function placeOf(error: unknown, pasted: string): string | null {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  const before = position === undefined ? pasted : pasted.slice(0, Number(position));
  return `line ${before.split('\n').length}`;
}
