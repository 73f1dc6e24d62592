import { rooms } from '../whole/procedure.ts';

const { hosting } = rooms;

export const hostingRouter = {
  table: hosting.table.handler(({ context }) => context.open.hosting.state()),
  setTable: hosting.setTable.handler(({ context, input }) =>
    context.open.hosting.set(input.command, input.path),
  ),
  lookUp: hosting.lookUp.handler(({ context, input }) => context.open.hosting.lookUp(input.case)),
};
