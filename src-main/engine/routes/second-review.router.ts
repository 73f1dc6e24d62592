import { rooms } from '../whole/procedure.ts';

const { secondReview } = rooms;

export const secondReviewRouter = {
  waiting: secondReview.waiting.handler(({ context, input }) =>
    context.open.secondReview.waiting(input.limit),
  ),
  judge: secondReview.judge.handler(({ context, input }) =>
    context.open.secondReview.judge(input.command, input.review, input.judgement),
  ),
  reveal: secondReview.reveal.handler(({ context, input }) =>
    context.open.secondReview.reveal(input.command, input.case),
  ),
  notes: secondReview.notes.handler(({ context }) => context.open.secondReview.notes()),
  markRead: secondReview.markRead.handler(({ context, input }) =>
    context.open.secondReview.markRead(input.command, input.note),
  ),
  disagreements: secondReview.disagreements.handler(({ context }) => context.open.disagreements.list()),
  settle: secondReview.settle.handler(({ context, input }) =>
    context.open.disagreements.settle(input.command, input.review, input.settlement, input.note),
  ),
  agreement: secondReview.agreement.handler(({ context, input }) => context.open.sampled.agreement(input)),
  sample: secondReview.sample.handler(({ context, input }) => context.open.sampled.sample(input.period)),
  periods: secondReview.periods.handler(({ context }) => context.open.sampled.periods()),
  golden: secondReview.golden.handler(({ context }) => context.open.golden.list()),
  addGolden: secondReview.addGolden.handler(({ context, input }) =>
    context.open.golden.add(input.command, input.case),
  ),
  removeGolden: secondReview.removeGolden.handler(({ context, input }) =>
    context.open.golden.remove(input.command, input.golden),
  ),
};
