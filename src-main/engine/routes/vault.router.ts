import { loadKeyring, peopleIn } from '../keys/keyring.ts';
import { newRecoveryKey } from '../keys/recovery.ts';
import { bundledPolicies } from '../session/protocol.ts';
import { examine } from '../vault/doctor.ts';
import { doors, rooms, typedStream } from '../whole/procedure.ts';

export const vaultRouter = {
  hello: doors.vault.hello.handler(({ context: { ports, vault } }) => ({
    product: 'hashline' as const,
    version: ports.version,
    host: { kind: ports.host.kind, capabilities: [...ports.host.capabilities] },
    vault: vault.state(),
    seat: vault.seat.read(),
  })),
  speak: doors.vault.speak.handler(({ context, input }) => {
    context.vault.seat.keep(input);
    return input;
  }),
  people: doors.vault.people.handler(({ context }) => peopleIn(loadKeyring(context.ports.files))),
  policies: doors.vault.policies.handler(({ context }) =>
    bundledPolicies(context.ports.assets).map(({ id, name, jurisdiction }) => ({ id, name, jurisdiction })),
  ),
  create: doors.vault.create.handler(({ context, input }) => context.vault.create(input)),
  unlock: doors.vault.unlock.handler(({ context, input }) =>
    context.vault.unlock(input.name, input.passphrase),
  ),
  enrol: doors.vault.enrol.handler(({ context, input }) =>
    context.vault.enrol(input.name, input.code, input.passphrase),
  ),
  changePassphrase: doors.vault.changePassphrase.handler(({ context, input }) =>
    context.vault.changePassphrase(input.name, input.passphrase, input.next),
  ),
  makeRecoveryKey: rooms.vault.makeRecoveryKey.handler(() => newRecoveryKey()),
  changeRecoveryKey: rooms.vault.changeRecoveryKey.handler(({ context, input }) =>
    context.vault.changeRecoveryKey(input.identity, input.passphrase),
  ),
  recover: doors.vault.recover.handler(({ context, input }) => context.vault.recover(input)),
  doctor: doors.vault.doctor.handler(({ context }) => examine(context.ports.files, context.vault.peek())),
  lock: doors.vault.lock.handler(({ context }) => {
    context.vault.lock();
    return { locked: true as const };
  }),
  watch: doors.vault.watch.handler(({ context, signal }) => typedStream(context.announcer.watch(signal))),
  session: rooms.vault.session.handler(({ context }) => context.open.session),
  tryWriting: rooms.vault.tryWriting.handler(({ context }) => context.vault.tryWriting()),
  active: rooms.vault.active.handler(({ context }) => {
    context.vault.active();
    return context.open.duty.seen();
  }),
  extendDuty: rooms.vault.extendDuty.handler(({ context, input }) =>
    context.open.duty.extend(input.command, input.reason),
  ),
};
