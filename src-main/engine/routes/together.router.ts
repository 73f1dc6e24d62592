import type { DecidingStep } from '../../../shared/contract/together.contract.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { rooms, typedStream } from '../whole/procedure.ts';

const { together } = rooms;

export const togetherRouter = {
  kin: together.kin.handler(({ context, input: { case: id, ...which } }) => context.open.kin.of(id, which)),
  preview: together.preview.handler(({ context, input }) =>
    context.open.together.preview(input.cases, input.judgement),
  ),
  decide: together.decide.handler(({ context, input: { command, cases, judgement } }) => {
    const { together: room, caseLeases } = context.open;
    // Begun here, where it is known what was asked: a stream outlives its procedure.
    const ids = room.begin(command, cases);
    return typedStream(letGo(room.decide(command, ids, judgement), (id) => void caseLeases.leave(id)));
  }),
  takeBack: together.takeBack.handler(({ context, input }) =>
    typedStream(context.open.together.takeBack(input.command, input.decisions)),
  ),
};

/** Lets a case go that was open here, once it is decided. */
async function* letGo(
  steps: AsyncIterable<DecidingStep>,
  leave: (id: CaseId) => void,
): AsyncGenerator<DecidingStep> {
  for await (const step of steps) {
    for (const { case: id } of step.decided) leave(id);
    yield step;
  }
}
