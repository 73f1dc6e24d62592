import { rooms, typedStream } from '../procedure.ts';

const { audit } = rooms;

export const auditRouter = {
  entries: audit.entries.handler(({ context, input: { limit, ...filter } }) =>
    context.open.audit.entries(filter, limit),
  ),
  verify: audit.verify.handler(({ context, input }) => typedStream(context.open.audit.verify(input?.since))),
  checkpoint: audit.checkpoint.handler(({ context }) => context.open.audit.checkpoint()),
  prove: audit.prove.handler(({ context, input }) => context.open.audit.prove(input.seq)),
  anchors: audit.anchors.handler(({ context }) => context.open.audit.anchors()),
  anchorRequest: audit.anchorRequest.handler(({ context, input }) =>
    context.open.audit.anchorRequest(input.witness, input.oldSize),
  ),
  recordAnchor: audit.recordAnchor.handler(({ context, input }) =>
    context.open.audit.recordAnchor(input.witness, input.size, input.answer),
  ),
  export: audit.export.handler(({ context }) => typedStream(context.open.audit.export())),
};
