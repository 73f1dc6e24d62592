import { onDuty, rooms } from '../procedure.ts';

export const matchingRouter = {
  lookup: rooms.matching.lookup.handler(({ context, input }) => ({
    cases: onDuty(context, 'review').matching.lookup(input.algorithm, input.value),
  })),
};
