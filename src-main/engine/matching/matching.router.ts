import { Failure } from '../failure.ts';
import { rooms } from '../procedure.ts';

const notYet = () => new Failure({ code: 'CONFLICT', data: { reason: 'the index is not there yet' } });

export const matchingRouter = {
  lookup: rooms.matching.lookup.handler(({ context, input }) => ({
    cases: context.open.matching.lookup(input.algorithm, input.value),
  })),
  match: rooms.matching.match.handler(() => {
    throw notYet();
  }),
  matchMany: rooms.matching.matchMany.handler(() => {
    throw notYet();
  }),
};
