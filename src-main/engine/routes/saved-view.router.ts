import { rooms } from '../whole/procedure.ts';

const { views } = rooms;

export const savedViewRouter = {
  all: views.all.handler(({ context }) => context.open.views.all()),
  save: views.save.handler(({ context, input }) =>
    context.open.views.save(input.command, input.name, input.view),
  ),
  remove: views.remove.handler(({ context, input }) => context.open.views.remove(input.command, input.name)),
  beginWith: views.beginWith.handler(({ context, input }) =>
    context.open.views.beginWith(input.command, input.name),
  ),
};
