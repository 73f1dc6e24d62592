import { describe, expect, test } from 'vitest';
import type { Legality } from '../../../shared/domain/assessment.ts';
import { type Route, routeAssessment } from '../../../shared/domain/routing.ts';
import { aPolicy, theMembers } from '../../support/a-policy.ts';

const members = theMembers();

const routed = (policy: ReturnType<typeof aPolicy>, legality: Legality, country: string | null): Route =>
  routeAssessment({ legality, hosting: { country, source: 'analyst' } }, policy, members);

/** `category zone outcome [destinations] hours` */
const inShort = (route: Route): string =>
  `${route.category} ${route.zone} ${route.outcome} [${route.destinations}] ${route.deadlineHours}`;

const table = (policy: ReturnType<typeof aPolicy>, rows: readonly [Legality, string | null][]) =>
  Object.fromEntries(
    rows.map(([legality, country]) => [`${legality} ${country}`, inShort(routed(policy, legality, country))]),
  );

const ROWS: readonly [Legality, string | null][] = [
  ['illegal', 'BE'],
  ['illegal', 'NL'],
  ['illegal', 'US'],
  ['illegal', 'AL'],
  ['illegal', 'VN'],
  ['illegal', 'KP'],
  ['illegal', 'BA'],
  ['illegal', null],
  ['legal', 'BE'],
  ['legal', 'NL'],
  ['legal', null],
  ['undetermined', 'BE'],
  ['undetermined', 'BA'],
  ['undetermined', null],
];

describe('a judgement is routed', () => {
  test('by the four categories of the Belgian protocol, and held or escalated where it has none', () => {
    expect(table(aPolicy('be-2017'), ROWS)).toEqual({
      'illegal BE': '1 own refer [police] 24',
      'illegal NL': '2 inhope refer [iccam] 24',
      'illegal US': '2 inhope refer [iccam] 24',
      'illegal AL': '2 inhope refer [iccam] 24',
      'illegal VN': '3 other refer [police] 24',
      'illegal KP': '3 other refer [police] 24',
      'illegal BA': 'confirm confirm escalate [] null',
      'illegal null': 'unlocated unknown escalate [] null',
      'legal BE': '4 own close [] null',
      'legal NL': '4 inhope close [] null',
      'legal null': '4 unknown close [] null',
      'undetermined BE': 'undetermined own hold [] null',
      'undetermined BA': 'undetermined confirm hold [] null',
      'undetermined null': 'undetermined unknown hold [] null',
    });
  });

  test('by another policy to other places, seen from another country: nothing is Belgian but the file', () => {
    expect(table(aPolicy('provider-first'), ROWS)).toEqual({
      'illegal BE': '2 inhope refer [iccam] 24',
      'illegal NL': '1 own refer [police,provider] 4',
      'illegal US': '2 inhope refer [iccam] 24',
      'illegal AL': '2 inhope refer [iccam] 24',
      'illegal VN': '3 other refer [provider] 24',
      'illegal KP': '3 other refer [provider] 24',
      'illegal BA': 'confirm confirm escalate [] null',
      'illegal null': 'unlocated unknown escalate [] null',
      'legal BE': '4 inhope close [] null',
      'legal NL': '4 own close [] null',
      'legal null': '4 unknown close [] null',
      'undetermined BE': 'undetermined inhope hold [] null',
      'undetermined BA': 'undetermined confirm hold [] null',
      'undetermined null': 'undetermined unknown hold [] null',
    });
  });

  test('for every country that Belgium must have confirmed to a supervisor, and to no desk', () => {
    const confirm = members.members.filter(({ routing }) => routing === 'confirm');
    expect(confirm.map(({ country }) => country)).toEqual(['BA', 'IS', 'KZ', 'NZ', 'PE', 'RU', 'TR', 'ZA']);
    expect(
      new Set(confirm.map(({ country }) => inShort(routed(aPolicy(), 'illegal', country as string)))),
    ).toEqual(new Set(['confirm confirm escalate [] null']));
  });

  test('for every member country but one’s own to ICCAM', () => {
    const inhope = members.members.filter(({ routing, country }) => routing === 'inhope' && country !== 'BE');
    expect(inhope.length).toBeGreaterThan(40);
    expect(
      new Set(inhope.map(({ country }) => inShort(routed(aPolicy(), 'illegal', country as string)))),
    ).toEqual(new Set(['2 inhope refer [iccam] 24']));
  });

  test('with the policy’s id and version, so that the decision can be judged by the rules of its day', () => {
    expect(routed(aPolicy('be-2017', { version: 7 }), 'illegal', 'BE')).toEqual({
      category: '1',
      zone: 'own',
      outcome: 'refer',
      destinations: ['police'],
      deadlineHours: 24,
      policy: { id: 'be-2017', version: 7 },
    });
  });

  test('to each destination once, even where the policy names it twice', () => {
    const policy = aPolicy();
    const twice = {
      ...policy.categories[0]!,
      destinations: aPolicy('provider-first').categories[0]!.destinations,
    };
    const doubled = { ...twice, destinations: [...twice.destinations, ...twice.destinations] };
    const route = routed({ ...policy, categories: [doubled, ...policy.categories] }, 'illegal', 'BE');
    expect(route.destinations).toEqual(['police', 'provider']);
  });

  test('by the first category that applies, also where a later one would apply more closely', () => {
    const policy = aPolicy();
    const reversed = {
      ...policy,
      categories: [
        { ...policy.categories[6]!, code: 'first', when: { legality: ['illegal' as const] } },
        ...policy.categories,
      ],
    };
    expect(inShort(routed(reversed, 'illegal', 'BE'))).toBe('first own hold [] null');
  });

  test('never by guess: a policy that was let past its schema with a gap stops the work', () => {
    const policy = aPolicy();
    const gap = { ...policy, categories: policy.categories.filter(({ code }) => code !== '3') };
    expect(() => routed(gap, 'illegal', 'VN')).toThrow('policy be-2017 has a gap: illegal, other');
  });

  test('by classification where a category asks for one, and past it where none was given', () => {
    const policy = aPolicy();
    const national = {
      ...policy.categories[0]!,
      code: 'national',
      when: { legality: ['illegal' as const], classification: ['national' as const] },
    };
    const finer = { ...policy, categories: [national, ...policy.categories] };
    const category = (classification: 'baseline' | 'national' | undefined) =>
      routeAssessment(
        { legality: 'illegal', hosting: { country: 'NL', source: 'analyst' }, classification },
        finer,
        members,
      ).category;
    expect([category('national'), category('baseline'), category(undefined)]).toEqual(['national', '2', '2']);
  });
});
