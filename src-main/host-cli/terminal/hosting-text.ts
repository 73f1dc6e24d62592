import {
  type HostingLookUp,
  type HostingTableState,
  LOOKED_UP,
} from '../../../shared/contract/hosting.contract.ts';
import { type RegistryAnswer, rangeText } from '../../../shared/domain/registry-answer.ts';
import type { RegistryProblem } from '../../../shared/domain/registry-statement.ts';
import { statedList } from '../../../shared/domain/stated-list.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import en from '../../../shared/locales/en.json' with { type: 'json' };
import { filled } from './filled.ts';
import { table } from './terminal.ts';

export function tableText(state: HostingTableState): string {
  if (state.state === 'none') return 'No table is named: hashline hosting table FILE.';
  if (state.state === 'unusable') return `${state.path} cannot be used: ${state.problem}.`;
  const { type, builtAt, addresses, path } = state;
  const which = addresses === 'ipv4' ? 'IPv4 alone' : 'IPv4 and IPv6';
  return `${type}, built ${builtAt.slice(0, 10)}, ${which}: ${path}`;
}

export function lookUpText({ table: state, found, without, isCut }: HostingLookUp): string {
  const rows = found.map(({ ip, from, sightings, country, prefix, why }) => [
    defangSubject('url', ip),
    prefix === null ? '' : `/${prefix}`,
    from === 'subject' ? 'the subject' : 'stated by reports',
    String(sightings),
    why === null ? (country ?? '') : en.hosting.why[why],
  ]);
  return [
    tableText(state),
    ...(rows.length === 0 ? [] : [table([['ADDRESS', 'NETWORK', 'FROM', 'SIGHTINGS', 'COUNTRY'], ...rows])]),
    ...without.map(({ why, sightings }) => filled(en.hosting.without[why], { n: String(sightings) })),
    ...(isCut ? [filled(en.hosting.isCut, { n: String(LOOKED_UP) })] : []),
  ].join('\n');
}

export const problemText = (problem: RegistryProblem): string =>
  filled(en.hosting.problem[problem.code], {
    ...('places' in problem ? { list: statedList(problem.places) } : problem),
  });

export const answerText = (answer: RegistryAnswer): string =>
  [
    `Country: ${answer.country}`,
    `Network: ${[answer.name, answer.handle].filter((text) => text !== null).join(', ') || 'not named'}`,
    `Addresses: ${rangeText(answer.range)}`,
    `Registry: ${answer.registry ?? 'not named'} (${answer.form})`,
    `Changed: ${answer.changedAt ?? answer.changedAsWritten ?? 'not stated'}`,
  ].join('\n');
