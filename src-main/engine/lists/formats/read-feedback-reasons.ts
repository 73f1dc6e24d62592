import { FeedbackReason } from '../../../../shared/domain/feedback-reason.ts';
import type { ListRefusal } from '../../../../shared/domain/list-record.ts';
import { refusalsOf } from '../../../../shared/domain/refusal.ts';
import { BoundedXml } from './bounded-xml.ts';
import { ListRefused } from './list-event.ts';
import { NCMEC_NAMESPACE } from './ncmec-reader.ts';

/** A reason that NCMEC offers, with the kind of fingerprint it applies to. */
export type OfferedReason = FeedbackReason & { type: string };

const MAX_REASONS = 1000;

/**
 * Reads the answer of `/v2/feedback/{type}/reasons`, a short document.
 * @throws ListRefused where it is no such document; a malformed reason is left out and reported with the other refusals
 */
export function readFeedbackReasons(document: Uint8Array): {
  reasons: OfferedReason[];
  refusals: Omit<ListRefusal, 'file'>[];
} {
  const reasons: OfferedReason[] = [];
  const refusals: Omit<ListRefusal, 'file'>[] = [];
  let depth = 0;
  let row = 0;
  const xml = new BoundedXml({
    open: (name, namespace, { guid, name: label, type }) => {
      depth++;
      if (depth === 1 && (name !== 'availableFeedbackReasons' || namespace !== NCMEC_NAMESPACE)) {
        throw new ListRefused('unknown-format', { code: 'not-feedback-reasons' });
      }
      if (depth !== 2 || name !== 'reason' || row >= MAX_REASONS) return;
      row++;
      const parsed = OfferedReasonShape.safeParse({ guid, name: label, type });
      if (parsed.success) reasons.push(parsed.data);
      else refusals.push(...refusalsOf(parsed.error, row));
    },
    close: () => {
      depth--;
    },
    text: () => {},
    comment: () => {},
  });
  xml.write(document);
  xml.end();
  return { reasons, refusals };
}

const OfferedReasonShape = FeedbackReason.extend({ type: FeedbackReason.shape.name });
