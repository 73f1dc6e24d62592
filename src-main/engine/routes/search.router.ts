import { rooms } from '../whole/procedure.ts';

const { search } = rooms;

export const searchRouter = {
  find: search.find.handler(({ context, input: { text, limit } }) => context.open.search.find(text, limit)),
  narratives: search.narratives.handler(({ context, input: { text, before, limit } }) =>
    context.open.search.narratives(text, before ?? null, limit),
  ),
};
