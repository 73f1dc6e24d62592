import { rooms, typedStream } from '../whole/procedure.ts';

export const backupRouter = {
  create: rooms.backup.create.handler(({ context, input }) =>
    typedStream(context.open.backups.create(input?.to)),
  ),
};
