import { rooms } from '../whole/procedure.ts';

const { blocklist } = rooms;

export const blocklistRouter = {
  export: blocklist.export.handler(({ context, input }) => context.open.blocklist.export(input)),
};
