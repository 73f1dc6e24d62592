import { rooms, typedStream } from '../whole/procedure.ts';

export const backupRouter = {
  status: rooms.backup.status.handler(({ context }) => context.open.backupSchedule.status()),
  plan: rooms.backup.plan.handler(({ context, input }) =>
    context.open.backupSchedule.set(input.command, input.plan),
  ),
  create: rooms.backup.create.handler(({ context, input }) =>
    typedStream(context.open.backups.create(input?.to)),
  ),
};
