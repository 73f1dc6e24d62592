import { rooms } from '../whole/procedure.ts';

const { wellbeing } = rooms;

export const wellbeingRouter = {
  preferences: wellbeing.preferences.handler(({ context }) => context.open.ownWays.preferences()),
  prefer: wellbeing.prefer.handler(({ context, input }) =>
    context.open.ownWays.prefer(input.command, input.preferences),
  ),
  today: wellbeing.today.handler(({ context }) => context.open.ownDay.today()),
  rest: wellbeing.rest.handler(({ context, input }) => context.open.ownWays.rest(input.command)),
  tookLighter: wellbeing.tookLighter.handler(({ context, input }) =>
    context.open.ownWays.tookLighter(input.command),
  ),
};
