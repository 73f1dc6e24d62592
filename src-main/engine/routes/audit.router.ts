import { rooms, typedStream } from '../whole/procedure.ts';

const { audit } = rooms;

export const auditRouter = {
  entries: audit.entries.handler(({ context, input: { before, limit, ...filter } }) =>
    context.open.audit.entries(filter, before, limit),
  ),
  timeline: audit.timeline.handler(({ context, input }) =>
    context.open.audit.timeline(input.case, input.after, input.limit),
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
  exportSelection: audit.exportSelection.handler(({ context, input }) =>
    typedStream(context.open.audit.exportSelection(input)),
  ),
  export: audit.export.handler(({ context }) => typedStream(context.open.audit.export(false))),
  exportReports: audit.exportReports.handler(({ context }) =>
    typedStream(context.open.audit.exportReports()),
  ),
  exportWithEnclosures: audit.exportWithEnclosures.handler(({ context }) =>
    typedStream(context.open.audit.export(true)),
  ),
};
