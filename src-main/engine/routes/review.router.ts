import { conflict } from '../storage/failure.ts';
import { rooms } from '../whole/procedure.ts';

const { review } = rooms;

export const reviewRouter = {
  queue: review.queue.handler(({ context, input: { limit, after, ...filter } }) =>
    context.open.queue.page(filter, limit, after),
  ),
  counts: review.counts.handler(({ context }) => context.open.queue.counts()),
  case: review.case.handler(({ context, input }) => context.open.review.case(input.id)),
  sightings: review.sightings.handler(({ context, input }) =>
    context.open.review.sightings(input.case, input.before, input.limit),
  ),
  revealNarrative: review.revealNarrative.handler(({ context, input }) => ({
    narrative: context.open.review.revealNarrative(input.case, input.report),
  })),
  claim: review.claim.handler(async ({ context, input }) => {
    const name = await context.open.caseLeases.take(input.id);
    if (name !== null) throw conflict({ reason: 'held-elsewhere', name });
    return context.open.review.claim(input.command, input.id);
  }),
  stay: review.stay.handler(async ({ context, input }) => ({
    heldBy: await context.open.caseLeases.stay(input.id),
  })),
  reassign: review.reassign.handler(({ context, input: { command, case: id, to, ...why } }) =>
    context.open.review.assignments.reassign(command, id, to, why),
  ),
  release: review.release.handler(({ context, input: { command, case: id, ...why } }) =>
    context.open.review.assignments.release(command, id, why),
  ),
  assess: review.assess.handler(({ context, input }) => {
    const decided = context.open.review.assess(input.command, input.case, input.judgement);
    void context.open.caseLeases.leave(input.case);
    return decided;
  }),
  assessKnown: review.assessKnown.handler(({ context, input: { command, cases, note, labels } }) =>
    context.open.review.assessKnown(command, cases, { note, labels }),
  ),
  withdraw: review.withdraw.handler(({ context, input }) =>
    context.open.review.withdraw(input.command, input.case, input.assessment),
  ),
  correct: review.correct.handler(({ context, input }) =>
    context.open.review.correct(input.command, input.case, input.assessment, input.judgement, input.reason),
  ),
  saveDraft: review.saveDraft.handler(({ context, input }) => ({
    saved: context.open.review.saveDraft(input.case, input.draft?.json ?? null),
  })),
};
