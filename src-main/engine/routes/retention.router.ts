import { rooms, typedStream } from '../whole/procedure.ts';

const { retention } = rooms;

export const retentionRouter = {
  preview: retention.preview.handler(({ context, input }) => context.open.retention.preview(input.scope)),
  erase: retention.erase.handler(({ context, input }) =>
    typedStream(context.open.retention.erase(input.scope, input.reason)),
  ),
};
