import { onDuty, rooms } from '../procedure.ts';

const { review } = rooms;

export const reviewRouter = {
  queue: review.queue.handler(({ context, input: { limit, after, ...filter } }) =>
    onDuty(context, 'review').review.queue(filter, limit, after),
  ),
  counts: review.counts.handler(({ context }) => onDuty(context, 'review').review.counts()),
  case: review.case.handler(({ context, input }) => onDuty(context, 'review').review.case(input.id)),
  claim: review.claim.handler(({ context, input }) =>
    onDuty(context, 'review').review.claim(input.command, input.id),
  ),
  assess: review.assess.handler(({ context, input }) =>
    onDuty(context, 'assess').review.assess(input.command, input.case, input.judgement),
  ),
  saveDraft: review.saveDraft.handler(({ context, input }) => ({
    saved: onDuty(context, 'review').review.saveDraft(input.case, input.draft?.json ?? null),
  })),
};
