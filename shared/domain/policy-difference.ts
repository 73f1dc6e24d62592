import type { MemberTable } from './member-table.ts';
import type { Policy, PolicyCategory, PolicyWords } from './policy.ts';
import type { Protocol } from './protocol.ts';

/** Names of everything a protocol states. A closed list: code that shows differences has a text for each. */
export type ProtocolField =
  | 'id'
  | 'name'
  | 'jurisdiction'
  | 'source'
  | 'category.order'
  | 'category.name'
  | 'category.legality'
  | 'category.hosting'
  | 'category.classification'
  | 'category.outcome'
  | 'category.destinations'
  | 'category.deadlineHours'
  | 'category.because'
  | 'review.deadlineHours'
  | 'review.nearHours'
  | 'review.graceSeconds'
  | 'review.atOnce'
  | 'secondReview.legality'
  | 'secondReview.category'
  | 'secondReview.person'
  | 'labels'
  | 'trustedChannels'
  | 'priority'
  | 'matching.floodCases'
  | 'matching.floodHours'
  | 'matching.oneStroke'
  | 'blocking.export'
  | 'blocking.dedicatedHosts'
  | 'session.idleLockMinutes'
  | 'session.dutyMinutesPerDay'
  | 'session.limitBindsSupervisors'
  | 'session.breakAfterMinutes'
  | 'session.breakMinutes'
  | 'session.intensityBySiteType'
  | 'witnesses.quorum'
  | 'witnesses.keys'
  | 'courier.maxAttempts'
  | 'courier.baseDelayMs'
  | 'courier.maxDelayMs'
  | 'courier.timeoutMs'
  | 'courier.outageMinutes'
  | 'courier.aloneAfterMinutes'
  | 'takedown.recheckDays'
  | 'seats.keepCopy'
  | 'members.asOf'
  | 'members.source'
  | 'member.routing'
  | 'member.hotline'
  | 'member.iccamId'
  | 'member.confidence';

/** A value as in the file; null where the file explicitly states none (no deadline, any hosting). */
export type FieldValue = string | number | readonly string[] | null;

/** One statement of a protocol. */
export interface ProtocolFact {
  field: ProtocolField;
  /** What the statement is about: a category's code, a language, a legality, a person, a country. */
  of: readonly string[];
  value: FieldValue;
}

/** One statement in which two protocols differ; `undefined` where one of them lacks it. */
export interface ProtocolDifference {
  field: ProtocolField;
  of: readonly string[];
  before: FieldValue | undefined;
  after: FieldValue | undefined;
}

/**
 * The differences between two protocols, field by field, in the order of the newer one. The version number does not
 * count as a difference. Lists whose order has no meaning are compared as sets.
 */
export function protocolDifferences(before: Protocol, after: Protocol): ProtocolDifference[] {
  const said = new Map(factsOfProtocol(before).map((fact) => [keyOf(fact), fact]));
  const differences: ProtocolDifference[] = [];
  for (const fact of factsOfProtocol(after)) {
    const earlier = said.get(keyOf(fact));
    said.delete(keyOf(fact));
    if (earlier !== undefined && JSON.stringify(earlier.value) === JSON.stringify(fact.value)) continue;
    differences.push({ field: fact.field, of: fact.of, before: earlier?.value, after: fact.value });
  }
  const gone = [...said.values()].map(({ field, of, value }) => ({
    field,
    of,
    before: value,
    after: undefined,
  }));
  return [...differences, ...gone];
}

const keyOf = ({ field, of }: ProtocolFact): string => JSON.stringify([field, ...of]);

/** All statements of a protocol, one by one. */
export function factsOfProtocol({ policy, members }: Protocol): ProtocolFact[] {
  return [...factsOfPolicy(policy), ...factsOfMembers(members)];
}

const fact = (field: ProtocolField, value: FieldValue, ...of: string[]): ProtocolFact => ({
  field,
  of,
  value,
});

function factsOfPolicy(policy: Policy): ProtocolFact[] {
  const { review, matching, blocking, session, witnesses, courier, takedown, seats } = policy;
  return [
    fact('id', policy.id),
    ...inEachLanguage('name', policy.name),
    fact('jurisdiction', policy.jurisdiction),
    fact('source', policy.source),
    fact(
      'category.order',
      policy.categories.map(({ code }) => code),
    ),
    ...policy.categories.flatMap(factsOfCategory),
    fact('review.deadlineHours', review.deadlineHours),
    fact('review.nearHours', review.nearHours),
    fact('review.graceSeconds', review.graceSeconds),
    fact('review.atOnce', review.atOnce),
    ...ofEach('secondReview.legality', review.secondReviewRate),
    ...ofEach('secondReview.category', review.secondReviewByCategory),
    ...ofEach('secondReview.person', review.secondReviewByPerson),
    fact('labels', policy.labels && `${policy.labels.id} v${policy.labels.version}`),
    fact('trustedChannels', asSet(policy.trustedChannels)),
    ...ofEach('priority', policy.priority),
    fact('matching.floodCases', matching.floodCases),
    fact('matching.floodHours', matching.floodHours),
    fact('matching.oneStroke', matching.oneStroke ? 'yes' : 'no'),
    fact('blocking.export', blocking.export ? 'yes' : 'no'),
    fact('blocking.dedicatedHosts', asSet(blocking.dedicatedHosts)),
    fact('session.idleLockMinutes', session.idleLockMinutes),
    fact('session.dutyMinutesPerDay', session.dutyMinutesPerDay),
    fact('session.limitBindsSupervisors', session.limitBindsSupervisors ? 'yes' : 'no'),
    fact('session.breakAfterMinutes', session.breakAfterMinutes),
    fact('session.breakMinutes', session.breakMinutes),
    ...ofEach('session.intensityBySiteType', session.intensityBySiteType),
    fact('witnesses.quorum', witnesses.quorum),
    fact('witnesses.keys', asSet(witnesses.keys)),
    fact('courier.maxAttempts', courier.maxAttempts),
    fact('courier.baseDelayMs', courier.baseDelayMs),
    fact('courier.maxDelayMs', courier.maxDelayMs),
    fact('courier.timeoutMs', courier.timeoutMs),
    fact('courier.outageMinutes', courier.outageMinutes),
    fact('courier.aloneAfterMinutes', courier.aloneAfterMinutes),
    fact('takedown.recheckDays', takedown.recheckDays),
    fact('seats.keepCopy', seats.keepCopy ? 'yes' : 'no'),
  ];
}

function factsOfCategory(category: PolicyCategory): ProtocolFact[] {
  const { code, when } = category;
  return [
    ...inEachLanguage('category.name', category.name, code),
    fact('category.legality', asSet(when.legality), code),
    fact('category.hosting', when.hosting === undefined ? null : asSet(when.hosting), code),
    fact(
      'category.classification',
      when.classification === undefined ? null : asSet(when.classification),
      code,
    ),
    fact('category.outcome', category.outcome, code),
    fact('category.destinations', category.destinations, code),
    fact('category.deadlineHours', category.deadlineHours, code),
    ...inEachLanguage('category.because', category.because, code),
  ];
}

const factsOfMembers = (table: MemberTable): ProtocolFact[] => [
  fact('members.asOf', table.asOf),
  fact('members.source', table.source),
  ...table.members.flatMap((member) => [
    fact('member.routing', member.routing, member.country),
    fact('member.hotline', member.hotline, member.country),
    fact('member.iccamId', member.iccamId, member.country),
    fact('member.confidence', member.confidence, member.country),
  ]),
];

const inEachLanguage = (field: ProtocolField, words: PolicyWords, ...of: string[]): ProtocolFact[] =>
  Object.entries(words).map(([language, text]) => fact(field, text, ...of, language));

const ofEach = (field: ProtocolField, values: Readonly<Record<string, number | string>>): ProtocolFact[] =>
  Object.entries(values).map(([name, value]) => fact(field, value, name));

const asSet = (values: readonly string[]): string[] => [...new Set(values)].sort();
