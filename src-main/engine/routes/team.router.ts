import type { CarriedOut } from '../../../shared/contract/team.contract.ts';
import { destroyVault } from '../vault/destroy-vault.ts';
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
  readmit: team.readmit.handler(({ context, input }) =>
    context.open.seats.readmit(input.command, input.device, input.replaces),
  ),
  rejoin: team.rejoin.handler(({ context, input, signal }) =>
    typedStream(context.open.rejoin.run(input, signal ?? new AbortController().signal)),
  ),
  remove: team.remove.handler(({ context, input }) => context.open.seats.remove(input.command, input.device)),
  leave: team.leave.handler(async ({ context, input }) => {
    const { left } = await context.open.seats.leave(input.keepCopy);
    if (input.keepCopy) return { left, copy: 'kept' as const };
    context.vault.lock();
    destroyVault(context.ports.files);
    context.announcer.announce('vault');
    return { left, copy: 'removed' as const };
  }),
  joinLogs: team.joinLogs.handler(({ context, input }) => context.open.seats.joinLogs(input.command)),
  carryOut: team.carryOut.handler(({ context, input }) =>
    typedStream(written(context.open.carry.out(input.to, input.since))),
  ),
  carryIn: team.carryIn.handler(({ context, input }) => context.open.carry.in(input.stick)),
  withdraw: team.withdraw.handler(({ context, input }) =>
    context.open.seats.withdraw(input.command, input.device),
  ),
  join: doors.team.join.handler(({ context, input, signal }) =>
    typedStream(context.vault.join(input, signal)),
  ),
};

/** What is on a stick as text, and at the end how much that was. */
async function* written(parts: AsyncGenerator<Uint8Array, CarriedOut>) {
  let step = await parts.next();
  for (; !step.done; step = await parts.next())
    yield { state: 'writing' as const, bytes: Buffer.from(step.value).toString('base64') };
  yield { state: 'done' as const, ...step.value };
}
