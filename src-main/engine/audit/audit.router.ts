import { rooms, typedStream } from '../procedure.ts';

const { audit } = rooms;

export const auditRouter = {
  entries: audit.entries.handler(({ context, input: { limit, ...filter } }) =>
    context.open.audit.entries(filter, limit),
  ),
  verify: audit.verify.handler(({ context }) => typedStream(context.open.audit.verify())),
  checkpoint: audit.checkpoint.handler(({ context }) => context.open.audit.checkpoint()),
  export: audit.export.handler(({ context }) => typedStream(context.open.audit.export())),
};
