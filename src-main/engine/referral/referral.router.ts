import { Failure } from '../failure.ts';
import { onDuty, rooms, typedStream } from '../procedure.ts';

const { referral } = rooms;

export const referralRouter = {
  destinations: referral.destinations.handler(({ context }) =>
    onDuty(context, 'read-outbox').destinations.list(),
  ),
  addDestination: referral.addDestination.handler(({ context, input }) =>
    onDuty(context, 'manage-destinations').destinations.add(input.command, input.destination),
  ),
  removeDestination: referral.removeDestination.handler(({ context, input }) =>
    onDuty(context, 'manage-destinations').destinations.remove(input.command, input.id),
  ),
  outbox: referral.outbox.handler(({ context, input: { limit, ...filter } }) =>
    onDuty(context, 'read-outbox').outbox.list(filter, limit),
  ),
  resume: referral.resume.handler(({ context, input }) => {
    const { courier, outbox } = onDuty(context, 'send');
    courier.resume(input.command, input.id);
    const found = outbox.find(input.id);
    if (!found) throw new Failure({ code: 'NOT_FOUND', data: { what: `referral ${input.id}` } });
    return found;
  }),
  send: referral.send.handler(({ context, input, signal }) =>
    typedStream(onDuty(context, 'send').courier.send(input.untilEmpty, input.timeoutMs, signal)),
  ),
  refreshTakedowns: referral.refreshTakedowns.handler(({ context }) =>
    onDuty(context, 'send').courier.refreshTakedowns(Number.MAX_SAFE_INTEGER),
  ),
};
