import { rooms } from '../whole/procedure.ts';

const { people } = rooms;

export const peopleRouter = {
  list: people.list.handler(({ context }) => context.open.people.list()),
  add: people.add.handler(({ context, input }) =>
    context.open.people.add(input.command, input.name, input.role),
  ),
  setRole: people.setRole.handler(async ({ context, input }) => {
    const invitation = context.open.people.setRole(input.command, input.person, input.role);
    await context.vault.changeKeyIfDue();
    return invitation;
  }),
  disable: people.disable.handler(async ({ context, input }) => {
    const person = context.open.people.disable(input.command, input.person);
    await context.vault.changeKeyIfDue();
    return person;
  }),
};
