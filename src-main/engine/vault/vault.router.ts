import { rooms, typedStream } from '../procedure.ts';

const { vault } = rooms;

export const vaultRouter = {
  hello: vault.hello.handler(({ context: { ports, vault: own } }) => ({
    product: 'hashline' as const,
    version: ports.version,
    host: { kind: ports.host.kind, capabilities: [...ports.host.capabilities] },
    vault: own.state(),
  })),
  people: vault.people.handler(({ context }) => context.vault.people()),
  create: vault.create.handler(({ context, input }) => context.vault.create(input)),
  unlock: vault.unlock.handler(({ context, input }) => context.vault.unlock(input.name, input.passphrase)),
  session: vault.session.handler(({ context }) => context.vault.require().session),
  lock: vault.lock.handler(({ context }) => {
    context.vault.lock();
    return { locked: true as const };
  }),
  watch: vault.watch.handler(({ context, signal }) => typedStream(context.announcer.watch(signal))),
};
