import { FeedbackReason } from '../../../shared/domain/feedback-reason.ts';

/** A reason for disagreeing as it is being typed. */
export interface ReasonForm {
  name: string;
  guid: string;
}

export const emptyReason = (): ReasonForm => ({ name: '', guid: '' });

/** The reasons, or the places that do not hold: `0 guid`. */
export function readReasons(
  rows: readonly ReasonForm[],
): { reasons: FeedbackReason[] } | { wrong: ReadonlySet<string> } {
  const wrong = new Set<string>();
  const reasons = rows.flatMap(({ name, guid }, at) => {
    const parsed = FeedbackReason.safeParse({ name: name.trim(), guid: guid.trim() });
    if (parsed.success) return [parsed.data];
    for (const { path } of parsed.error.issues) wrong.add(`${at} ${String(path[0])}`);
    return [];
  });
  return wrong.size > 0 ? { wrong } : { reasons };
}
