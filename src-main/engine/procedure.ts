import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../shared/contract/contract.ts';
import { type Duty, mayDo } from '../../shared/domain/duty.ts';
import type { EnginePorts } from '../ports/engine-ports.ts';
import { Failure } from './failure.ts';
import type { OpenVault } from './open-vault.ts';
import type { Announcer } from './vault/announcer.ts';
import type { Vault } from './vault/vault.ts';

/** What every handler is given; there is one engine for all connections. */
export interface EngineContext {
  ports: EnginePorts;
  vault: Vault;
  announcer: Announcer;
}

/** The contract, to be implemented room by room. Failures of the engine leave as the contract's typed errors. */
export const rooms = implement(contract)
  .$context<EngineContext>()
  .use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw toWire(error);
    }
  });

/** The typed error of the contract for anything a handler throws. */
export function toWire(error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  const { failure } = error;
  return new ORPCError<string, unknown>(failure.code, { data: 'data' in failure ? failure.data : undefined });
}

/** Lets a stream fail with the contract's typed errors too. */
export async function* typedStream<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item, void, void> {
  try {
    yield* items;
  } catch (error) {
    throw toWire(error);
  }
}

/** The open vault, for somebody whose role has the duty. @throws Failure LOCKED, NOT_PERMITTED */
export function onDuty(context: EngineContext, duty: Duty): OpenVault {
  const open = context.vault.require();
  if (!mayDo(open.session.person.role, duty)) throw new Failure({ code: 'NOT_PERMITTED', data: { duty } });
  return open;
}
