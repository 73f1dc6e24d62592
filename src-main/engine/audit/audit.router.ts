import { onDuty, rooms, typedStream } from '../procedure.ts';

const { audit } = rooms;

export const auditRouter = {
  entries: audit.entries.handler(({ context, input: { limit, ...filter } }) =>
    onDuty(context, 'read-ledger').audit.entries(filter, limit),
  ),
  verify: audit.verify.handler(({ context }) => typedStream(onDuty(context, 'read-ledger').audit.verify())),
  checkpoint: audit.checkpoint.handler(({ context }) => onDuty(context, 'read-ledger').audit.checkpoint()),
  export: audit.export.handler(({ context }) => typedStream(onDuty(context, 'export-ledger').audit.export())),
};
