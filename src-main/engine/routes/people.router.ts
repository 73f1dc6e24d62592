import { rooms } from '../whole/procedure.ts';

const { people } = rooms;

export const peopleRouter = {
  list: people.list.handler(({ context }) => context.open.people.list()),
  add: people.add.handler(({ context, input }) =>
    context.open.people.add(input.command, input.name, input.role),
  ),
  setRole: people.setRole.handler(({ context, input }) =>
    context.open.people.setRole(input.command, input.person, input.role),
  ),
  disable: people.disable.handler(({ context, input }) =>
    context.open.people.disable(input.command, input.person),
  ),
};
