import { rooms } from '../whole/procedure.ts';

const { matching } = rooms;

export const matchingRouter = {
  lookup: matching.lookup.handler(({ context, input }) =>
    context.open.matching.known.lookup(input.algorithm, input.value),
  ),
  match: matching.match.handler(async ({ context, input }) => ({
    matches: await context.open.lists.matching.match(input.algorithm, input.value, input.distance),
  })),
  matchMany: matching.matchMany.handler(async ({ context, input: { algorithm, values, distance } }) => {
    const given = values instanceof Blob ? new Uint8Array(await values.arrayBuffer()) : values;
    return context.open.lists.matching.matchMany(algorithm, given, distance);
  }),
};
