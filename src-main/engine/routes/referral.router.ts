import { rooms, typedStream } from '../whole/procedure.ts';

const { referral } = rooms;

export const referralRouter = {
  destinations: referral.destinations.handler(({ context }) => context.open.destinations.list()),
  addDestination: referral.addDestination.handler(({ context, input }) =>
    context.open.destinations.add(input.command, input.destination),
  ),
  changeDestination: referral.changeDestination.handler(({ context, input }) =>
    context.open.destinations.change(input.command, input.id, input.settings),
  ),
  removeDestination: referral.removeDestination.handler(({ context, input }) =>
    context.open.destinations.remove(input.command, input.id),
  ),
  outbox: referral.outbox.handler(({ context, input: { limit, ...filter } }) =>
    context.open.outboxView.list(filter, limit),
  ),
  resume: referral.resume.handler(({ context, input }) => {
    const { courier, outboxView } = context.open;
    courier.resume(input.command, input.id);
    return outboxView.find(input.id);
  }),
  resumeAll: referral.resumeAll.handler(({ context, input }) => {
    const { outboxControl, blindness } = context.open;
    return outboxControl.resumeAll(input.command, input.destination, blindness.hiddenCases());
  }),
  confirm: referral.confirm.handler(({ context, input }) => {
    const { courier, outboxView } = context.open;
    outboxView.find(input.id);
    courier.confirm(input.command, input.id);
    return outboxView.find(input.id);
  }),
  pauseDestination: referral.pauseDestination.handler(({ context, input }) =>
    context.open.destinations.setPaused(input.command, input.id, true),
  ),
  resumeDestination: referral.resumeDestination.handler(({ context, input }) =>
    context.open.destinations.setPaused(input.command, input.id, false),
  ),
  retryDestination: referral.retryDestination.handler(({ context, input }) =>
    context.open.destinations.retry(input.id),
  ),
  testDestination: referral.testDestination.handler(({ context, input }) =>
    context.open.destinations.test(input.id),
  ),
  contacts: referral.contacts.handler(({ context }) => context.open.contacts.list()),
  importContacts: referral.importContacts.handler(({ context, input }) =>
    context.open.contacts.import(input.command, input.text),
  ),
  seal: referral.seal.handler(({ context, input }) => context.open.sealedFiles.seal(input.destination)),
  importReceipts: referral.importReceipts.handler(async ({ context, input }) => {
    const { sealedFiles, outboxView } = context.open;
    return outboxView.receipts(await sealedFiles.importReceipts(input.text));
  }),
  frozen: referral.frozen.handler(({ context, input }) =>
    context.open.outboxControl.frozen(context.open.outboxView.find(input.id).id),
  ),
  send: referral.send.handler(({ context, input, signal }) =>
    typedStream(context.open.courier.send(input, input.timeoutMs, signal)),
  ),
  refreshTakedowns: referral.refreshTakedowns.handler(({ context }) =>
    context.open.courier.refreshTakedowns(Number.MAX_SAFE_INTEGER),
  ),
  stateTakedown: referral.stateTakedown.handler(({ context, input }) => {
    const { takedowns, outboxView } = context.open;
    const about = outboxView.ofCase(input.case, input.referral);
    takedowns.state(input.command, about, input);
    return outboxView.find(about.id);
  }),
  recordConsultation: referral.recordConsultation.handler(({ context, input }) => {
    const { consultations, blindness } = context.open;
    blindness.refuse(input.case);
    consultations.record(input.command, input.case, input);
    return consultations.ofCase(input.case);
  }),
  consultations: referral.consultations.handler(({ context }) =>
    context.open.consultations.countByBase(context.open.blindness.hiddenCases()),
  ),
  readReport: referral.readReport.handler(({ context, input }) => context.open.takedowns.read(input.report)),
  rechecks: referral.rechecks.handler(({ context }) =>
    context.open.takedowns.rechecks(context.open.blindness.hiddenCases()),
  ),
  pull: referral.pull.handler(({ context }) => context.open.pulls.pull()),
};
