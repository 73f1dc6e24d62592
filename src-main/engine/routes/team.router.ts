import { doors, rooms, typedStream } from '../whole/procedure.ts';

const { team } = rooms;

export const teamRouter = {
  status: team.status.handler(({ context }) => context.open.seats.status()),
  found: team.found.handler(async ({ context, input }) => ({ files: await context.open.team.found(input) })),
  exchange: team.exchange.handler(({ context }) => context.open.seats.exchange()),
  check: team.check.handler(async ({ context }) => ({ checks: await context.open.seats.check() })),
  invite: team.invite.handler(({ context, input }) =>
    context.open.seats.invite(input.command, input.name, input.role),
  ),
  remove: team.remove.handler(({ context, input }) => context.open.seats.remove(input.command, input.device)),
  withdraw: team.withdraw.handler(({ context, input }) =>
    context.open.seats.withdraw(input.command, input.device),
  ),
  join: doors.team.join.handler(({ context, input, signal }) =>
    typedStream(context.vault.join(input, signal)),
  ),
};
