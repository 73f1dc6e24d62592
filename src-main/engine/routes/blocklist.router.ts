import { rooms } from '../whole/procedure.ts';

const { blocklist } = rooms;

export const blocklistRouter = {
  preview: blocklist.preview.handler(({ context, input }) => context.open.blocklist.preview(input)),
  export: blocklist.export.handler(({ context, input }) => context.open.blocklist.export(input)),
};
