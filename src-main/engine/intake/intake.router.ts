import { onDuty, rooms, typedStream } from '../procedure.ts';

const { intake } = rooms;
const SHOWN_BATCHES = 200;

export const intakeRouter = {
  open: intake.open.handler(({ context, input: { name, sizeBytes, ...options } }) => ({
    upload: onDuty(context, 'import').intake.open(name, sizeBytes, options),
  })),
  append: intake.append.handler(async ({ context, input }) => {
    const piece = new Uint8Array(await input.bytes.arrayBuffer());
    return { received: await onDuty(context, 'import').intake.append(input.upload, piece) };
  }),
  run: intake.run.handler(({ context, input }) =>
    typedStream(onDuty(context, 'import').intake.run(input.upload)),
  ),
  cancel: intake.cancel.handler(({ context, input }) => ({
    cancelled: onDuty(context, 'import').intake.cancel(input.upload),
  })),
  report: intake.report.handler(({ context, input }) =>
    onDuty(context, 'report').intake.report(input.command, input.report),
  ),
  batches: intake.batches.handler(({ context }) => onDuty(context, 'import').batches.list(SHOWN_BATCHES)),
  refusals: intake.refusals.handler(({ context, input }) =>
    onDuty(context, 'import').batches.refusals(input.batch, input.after, input.limit),
  ),
};
