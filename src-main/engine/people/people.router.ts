import { rooms } from '../procedure.ts';

export const peopleRouter = {
  list: rooms.people.list.handler(({ context }) => context.vault.require().people.list()),
};
