import { compareList } from '../lists/compare-list.ts';
import { rooms, typedStream } from '../whole/procedure.ts';

const { lists } = rooms;

export const listsRouter = {
  list: lists.list.handler(({ context }) => context.open.lists.hashLists.list()),
  index: lists.index.handler(({ context }) => context.open.lists.index.state()),
  restartIndex: lists.restartIndex.handler(async ({ context }) => {
    const { index } = context.open.lists;
    await index.restart();
    return index.state();
  }),
  open: lists.open.handler(({ context, input: { files, list, mode, reading, asOf } }) => ({
    upload: context.open.lists.hashLists.open(files, { list, mode, reading, asOf }),
  })),
  append: lists.append.handler(async ({ context, input }) => {
    const piece = new Uint8Array(await input.bytes.arrayBuffer());
    return { received: await context.open.lists.hashLists.append(input.upload, piece) };
  }),
  run: lists.run.handler(({ context, input, signal }) =>
    typedStream(context.open.lists.hashLists.run(input.upload, signal)),
  ),
  cancel: lists.cancel.handler(({ context, input }) => ({
    cancelled: context.open.lists.hashLists.cancel(input.upload),
  })),
  change: lists.change.handler(({ context, input }) =>
    context.open.lists.hashLists.change(input.command, input.list, input.changes),
  ),
  enable: lists.enable.handler(({ context, input }) =>
    context.open.lists.hashLists.enable(input.command, input.list),
  ),
  disable: lists.disable.handler(({ context, input }) =>
    context.open.lists.hashLists.disable(input.command, input.list),
  ),
  remove: lists.remove.handler(({ context, input }) =>
    context.open.lists.hashLists.remove(input.command, input.list),
  ),
  imports: lists.imports.handler(({ context, input }) => context.open.lists.hashLists.imports(input.list)),
  refusals: lists.refusals.handler(({ context, input }) =>
    context.open.lists.hashLists.refusals(input.import, input.after, input.limit),
  ),
  find: lists.find.handler(({ context, input }) => context.open.lists.matching.findPasted(input.value)),
  compare: lists.compare.handler(({ context, input }) =>
    typedStream(compareList(context.open.lists, input.list)),
  ),
  mappings: lists.mappings.handler(({ context }) => context.open.lists.hashLists.mappings()),
  saveMapping: lists.saveMapping.handler(({ context, input }) =>
    context.open.lists.hashLists.saveMapping(input.command, input.name, input.mapping),
  ),
  removeMapping: lists.removeMapping.handler(({ context, input }) =>
    context.open.lists.hashLists.removeMapping(input.command, input.name),
  ),
};
