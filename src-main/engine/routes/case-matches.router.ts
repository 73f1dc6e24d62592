import { rooms } from '../whole/procedure.ts';

const { matching } = rooms;

/** The part of the matching room that is about cases. */
export const caseMatchesRouter = {
  progress: matching.progress.handler(({ context }) => context.open.matching.matching.progress()),
  confirm: matching.confirm.handler(({ context, input }) =>
    context.open.matching.verdicts.say(input.command, input.case, input.match, 'confirmed'),
  ),
  reject: matching.reject.handler(({ context, input }) =>
    context.open.matching.verdicts.say(input.command, input.case, input.match, 'rejected', input.reason),
  ),
  quarantine: matching.quarantine.handler(({ context }) => context.open.matching.flood.list()),
  release: matching.release.handler(({ context, input }) =>
    context.open.matching.flood.release(input.command, input.quarantine, input.as),
  ),
  feedback: matching.feedback.handler(({ context, input: { command, list, reasons, affirm } }) =>
    context.open.matching.feedback.write(command, list, reasons, affirm),
  ),
  feedbackReasons: matching.feedbackReasons.handler(({ context, input }) => ({
    reasons: context.open.matching.reasons.of(input.list),
  })),
  keepFeedbackReasons: matching.keepFeedbackReasons.handler(
    async ({ context, input: { command, list, file } }) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      return context.open.matching.reasons.keep(command, list, bytes);
    },
  ),
};
