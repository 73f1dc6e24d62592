import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../../shared/contract/contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import { errorKind } from '../../ports/log.ts';
import type { Announcer } from '../session/announcer.ts';
import { asked } from '../session/command-log.ts';
import { Failure, storageFailure } from '../storage/failure.ts';
import type { Vault } from '../vault/vault.ts';
import type { OpenVault } from './open-vault.ts';

/** The context of every handler; all connections share one engine. */
export interface EngineContext {
  ports: EnginePorts;
  vault: Vault<OpenVault>;
  announcer: Announcer;
}

/** Procedures that work while the vault is locked. All others are implemented from `rooms`. */
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

/** Procedures that need the open vault and a duty. Only here are roles enforced for clients. */
export const rooms = doors.use(({ context, path, procedure, next }, input) => {
  const open = context.vault.require();
  const { duty } = procedure['~orpc'].meta;
  if (duty === null)
    throw new Error(`${path.join('.')} works at the closed door and is implemented in a room`);
  if (!mayDo(open.session.person.role, duty)) throw new Failure({ code: 'NOT_PERMITTED', data: { duty } });
  return asked(path.join('.'), input, () => next({ context: { open } satisfies { open: OpenVault } }));
});

/** The contract's typed error for anything that a handler throws. */
export function toWire(error: unknown): unknown {
  const told = error instanceof Failure ? error : storageFailure(error);
  if (!told) return error;
  const { failure } = told;
  return new ORPCError<string, unknown>(failure.code, {
    data: 'data' in failure ? failure.data : undefined,
  });
}

/** Makes a stream fail with the contract's typed errors too. */
export async function* typedStream<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item, void, void> {
  try {
    yield* items;
  } catch (error) {
    throw toWire(error);
  }
}
