import { rooms } from '../procedure.ts';

export const matchingRouter = {
  lookup: rooms.matching.lookup.handler(({ context, input }) => ({
    cases: context.open.matching.lookup(input.algorithm, input.value),
  })),
};
