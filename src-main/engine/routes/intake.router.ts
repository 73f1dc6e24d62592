import { rooms, typedStream } from '../whole/procedure.ts';

const { intake } = rooms;
const SHOWN_BATCHES = 200;

export const intakeRouter = {
  open: intake.open.handler(({ context, input: { name, sizeBytes, ...options } }) => ({
    upload: context.open.intake.open(name, sizeBytes, options),
  })),
  append: intake.append.handler(async ({ context, input }) => {
    const piece = new Uint8Array(await input.bytes.arrayBuffer());
    return { received: await context.open.intake.append(input.upload, piece) };
  }),
  run: intake.run.handler(({ context, input, signal }) =>
    typedStream(context.open.intake.run(input.upload, signal)),
  ),
  cancel: intake.cancel.handler(({ context, input }) => ({
    cancelled: context.open.intake.cancel(input.upload),
  })),
  report: intake.report.handler(({ context, input }) =>
    context.open.intake.report(input.command, input.report),
  ),
  profiles: intake.profiles.handler(({ context }) => context.open.profiles.list()),
  saveProfile: intake.saveProfile.handler(({ context, input }) =>
    context.open.profiles.save(input.command, input.name, input.text),
  ),
  removeProfile: intake.removeProfile.handler(({ context, input }) =>
    context.open.profiles.remove(input.command, input.name),
  ),
  previewTable: intake.previewTable.handler(async ({ context, input }) => {
    const { profiles } = context.open;
    return profiles.preview(new Uint8Array(await input.head.arrayBuffer()), input.reading);
  }),
  watching: intake.watching.handler(({ context }) => context.open.folderWatch.status()),
  watchFolder: intake.watchFolder.handler(({ context, input }) =>
    context.open.folderWatch.set(input.command, input.plan),
  ),
  batches: intake.batches.handler(({ context }) => context.open.batches.list(SHOWN_BATCHES)),
  refusals: intake.refusals.handler(({ context, input }) =>
    context.open.batches.refusals(input.batch, input.after, input.limit),
  ),
  refusedRows: intake.refusedRows.handler(({ context, input }) =>
    context.open.refusedRows.list(input.batch, input.after, input.limit),
  ),
  takeInRow: intake.takeInRow.handler(({ context, input }) =>
    context.open.refusedRows.takeIn(input.batch, input.row, input.text),
  ),
  refusedFile: intake.refusedFile.handler(({ context, input }) => {
    const { bytes, ...about } = context.open.refusedRows.file(input.batch);
    return { ...about, file: new Blob([bytes]) };
  }),
};
