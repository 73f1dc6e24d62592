import type { LeftOut } from '../../../shared/contract/blocklist.contract.ts';
import type { AssessmentRecord, ReferralSummary } from '../../../shared/contract/review.contract.ts';
import type { BlockItem } from '../../../shared/domain/blocklist.ts';
import { hostingZone } from '../../../shared/domain/member-table.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { isUnlocatableHost, readUrl } from '../../../shared/domain/url.ts';
import type { StoredCase } from '../cases/stored-case.ts';

/** A case with all that says whether it is on the list. */
export interface Candidate {
  stored: StoredCase;
  /** The decision in force. */
  decision: Pick<AssessmentRecord, 'assessedAt' | 'judgement' | 'route' | 'heldUntil'>;
  /** Whether a second person still has to agree. */
  isUnsettled: boolean;
  takedowns: readonly ReferralSummary['takedown'][];
}

/** `off`: not illegal, or hosted at home, where it is taken down at its source. */
export type Blockable = { address: string; host: string } | keyof LeftOut | 'off';

/**
 * Whether a case is on the list. Others act on the list without looking, so that every doubt leaves a case out.
 * @param nowMs milliseconds since 1970
 */
export function blockable(candidate: Candidate, { policy, members }: Protocol, nowMs: number): Blockable {
  const { stored, decision, isUnsettled, takedowns } = candidate;
  const { judgement, route, heldUntil, assessedAt } = decision;
  const { facts, reopened } = stored;
  const own = policy.jurisdiction;
  if (judgement.legality !== 'illegal') return 'off';
  const zone = hostingZone(judgement.hosting.country, own, members);
  const movedHome =
    facts.hostingCountry === own &&
    (reopened !== null ||
      (facts.hostingNamedAt !== null && Date.parse(facts.hostingNamedAt) > Date.parse(assessedAt)));
  if (zone === 'own' || movedHome) return 'off';
  if (zone === 'unknown') return 'hostingUnknown';
  if (stored.kind !== 'url') return 'noAddress';
  const isDoubted = reopened?.reason === 'on-a-list' || reopened?.reason === 'refused';
  const isHeld = heldUntil !== null && Date.parse(heldUntil) > nowMs;
  const isOpen = route.outcome === 'hold' || route.outcome === 'escalate';
  if (isDoubted || isHeld || isOpen || isUnsettled) return 'waiting';
  if (takedowns.some(isGone)) return 'gone';
  const read = readUrl(stored.subject);
  if ('problem' in read) return 'unproven';
  if (isUnlocatableHost(read.host)) return 'noAddress';
  return { address: `${read.scheme}://${read.identity}`, host: read.host };
}

/** Whether a desk says that nothing illegal is there any more, or was. */
function isGone(events: ReferralSummary['takedown']): boolean {
  const status = events.at(-1)?.status;
  return status === 'permanently-removed' || status === 'unavailable' || status === 'not-illegal';
}

/** Each address once, and each whole host that the policy says carries nothing else, sorted. */
export function itemsOf(
  listed: readonly { address: string; host: string }[],
  dedicatedHosts: readonly string[],
): BlockItem[] {
  const urls = new Set(listed.map(({ address }) => address));
  const dedicated = new Set(dedicatedHosts);
  const hosts = new Set(listed.flatMap(({ host }) => (dedicated.has(host) ? [host] : [])));
  return [
    ...[...hosts].sort().map((value) => ({ kind: 'host', value }) as const),
    ...[...urls].sort().map((value) => ({ kind: 'url', value }) as const),
  ];
}

const keyOf = ({ kind, value }: BlockItem): string => `${kind} ${value}`;

/** What one list has more and less than another. */
export function differenceOf(
  before: readonly BlockItem[],
  after: readonly BlockItem[],
): { added: BlockItem[]; removed: BlockItem[] } {
  const [had, has] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const plain = ({ kind, value }: BlockItem): BlockItem => ({ kind, value });
  return {
    added: after.filter((item) => !had.has(keyOf(item))).map(plain),
    removed: before.filter((item) => !has.has(keyOf(item))).map(plain),
  };
}
