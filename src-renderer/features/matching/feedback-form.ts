import {
  FeedbackReason,
  type GivenReason,
  type OfferedReason,
} from '../../../shared/domain/feedback-reason.ts';

/** A reason for disagreeing as it is being typed. */
export interface ReasonForm {
  name: string;
  guid: string;
}

export const emptyReason = (): ReasonForm => ({ name: '', guid: '' });

/** Owners may offer one reason for several kinds of fingerprint. */
export const reasonKey = ({ algorithm, guid }: OfferedReason): string => `${algorithm} ${guid}`;

/**
 * Reads the reasons that were chosen and typed. Where some are not valid it names their places instead: `0 guid`, or
 * `none` where there is no reason at all.
 */
export function readReasons(
  rows: readonly ReasonForm[],
  offered: readonly OfferedReason[] = [],
  chosen: ReadonlySet<string> = new Set(),
): { reasons: GivenReason[] } | { wrong: ReadonlySet<string> } {
  const wrong = new Set<string>();
  const typed = rows.flatMap(({ name, guid }, at) => {
    const parsed = FeedbackReason.safeParse({ name: name.trim(), guid: guid.trim() });
    if (parsed.success) return [{ ...parsed.data, algorithm: null }];
    for (const { path } of parsed.error.issues) wrong.add(`${at} ${String(path[0])}`);
    return [];
  });
  const reasons = [...offered.filter((reason) => chosen.has(reasonKey(reason))), ...typed];
  if (reasons.length === 0 && wrong.size === 0) wrong.add('none');
  return wrong.size > 0 ? { wrong } : { reasons };
}
