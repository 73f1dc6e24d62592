import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../shared/contract/contract.ts';
import { DUTY_OF_PROCEDURE } from '../../shared/contract/duties.ts';
import { mayDo } from '../../shared/domain/duty.ts';
import type { EnginePorts } from '../ports/engine-ports.ts';
import { errorKind } from '../ports/log.ts';
import type { OpenVault } from './open-vault.ts';
import type { Announcer } from './session/announcer.ts';
import { asked } from './session/command-log.ts';
import { Failure, storageFailure } from './storage/failure.ts';
import type { Vault } from './vault/vault.ts';

/** What every handler is given; there is one engine for all connections. */
export interface EngineContext {
  ports: EnginePorts;
  vault: Vault<OpenVault>;
  announcer: Announcer;
}

/** What works at the closed door. Every other procedure is implemented from `rooms`. */
export const doors = implement(contract)
  .$context<EngineContext>()
  .use(async ({ context, path, next }) => {
    try {
      return await next();
    } catch (error) {
      const told = toWire(error);
      if (!(told instanceof ORPCError)) {
        context.ports.log.note({
          event: 'procedure-failed',
          procedure: path.join('.'),
          error: errorKind(error),
        });
      }
      throw told;
    }
  });

/** What needs the open vault and a duty: the one place where roles are enforced for the wire. */
export const rooms = doors.use(({ context, path, next }, input) => {
  const open = context.vault.require();
  const duty = DUTY_OF_PROCEDURE[path.join('.')];
  if (duty === undefined) throw new Error(`no duty is stated for ${path.join('.')}`);
  if (!mayDo(open.session.person.role, duty)) throw new Failure({ code: 'NOT_PERMITTED', data: { duty } });
  return asked(path.join('.'), input, () => next({ context: { open } satisfies { open: OpenVault } }));
});

/** The typed error of the contract for anything a handler throws. */
export function toWire(error: unknown): unknown {
  const told = error instanceof Failure ? error : storageFailure(error);
  if (!told) return error;
  const { failure } = told;
  return new ORPCError<string, unknown>(failure.code, {
    data: 'data' in failure ? failure.data : undefined,
  });
}

/** Lets a stream fail with the contract's typed errors too. */
export async function* typedStream<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item, void, void> {
  try {
    yield* items;
  } catch (error) {
    throw toWire(error);
  }
}
