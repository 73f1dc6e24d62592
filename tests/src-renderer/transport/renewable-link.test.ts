import { type ClientContext, type ClientLink, ORPCError } from '@orpc/client';
import { describe, expect, it, vi } from 'vitest';
import { ConnectionLost, RenewableLink } from '../../../src-renderer/transport/renewable-link.ts';
import { PROCEDURES } from '../../contract/procedures.ts';

type Link = ClientLink<ClientContext>;
const options = { context: {} };
const answering = (answer: unknown): Link => ({ call: async () => answer });

/** A link whose calls hang until it is cut. */
function aLinkToCut() {
  const cut = Promise.withResolvers<never>();
  const inputs: unknown[] = [];
  const link: Link = {
    call: (_path, input) => {
      inputs.push(input);
      return cut.promise;
    },
  };
  return { link, inputs, cut: () => cut.reject(new Error('closed')) };
}

describe('a renewable link', () => {
  it('holds a call until there is a connection to the engine', async () => {
    const link = new RenewableLink();
    const call = link.call(['vault', 'hello'], undefined, options);
    link.renew(answering('hello'));
    await expect(call).resolves.toBe('hello');
    expect(link.status.getState()).toEqual({ phase: 'open', epoch: 1 });
  });

  it('makes a call that was cut off again, with the same command', async () => {
    const link = new RenewableLink();
    const first = aLinkToCut();
    link.renew(first.link);
    const call = link.call(['review', 'assess'], { command: 'one' }, options);
    link.lose(first.link);
    first.cut();
    expect(link.status.getState().phase).toBe('lost');
    const seen: unknown[] = [];
    link.renew({
      call: async (_path, input) => {
        seen.push(input);
        return 'recorded';
      },
    });
    await expect(call).resolves.toBe('recorded');
    expect([...first.inputs, ...seen]).toEqual([{ command: 'one' }, { command: 'one' }]);
  });

  it.each(PROCEDURES.filter(({ repeatable }) => !repeatable))(
    'says that the connection was lost where $name was cut off, and does not make that call again',
    async ({ room, call }) => {
      const link = new RenewableLink();
      const first = aLinkToCut();
      link.renew(first.link);
      const answer = link.call([room, call], {}, options);
      link.lose(first.link);
      first.cut();
      link.renew(answering('made again'));
      await expect(answer).rejects.toEqual(new ConnectionLost('cut off', { cause: new Error('closed') }));
    },
  );

  it('is not lost by the end of a connection that a newer one has replaced', async () => {
    const link = new RenewableLink();
    const old = answering('old');
    link.renew(old);
    link.renew(answering('new'));
    link.lose(old);
    expect(link.status.getState()).toEqual({ phase: 'open', epoch: 2 });
    await expect(link.call(['vault', 'hello'], undefined, options)).resolves.toBe('new');
  });

  it('tells its listeners that the vault is locked', async () => {
    const link = new RenewableLink();
    const locked = vi.fn();
    link.onLocked(locked);
    link.renew({ call: async () => Promise.reject(new ORPCError('LOCKED')) });
    await expect(link.call(['review', 'queue'], {}, options)).rejects.toThrow();
    expect(locked).toHaveBeenCalledOnce();
  });

  it('fails every call once the host refuses the page', async () => {
    const link = new RenewableLink();
    const call = link.call(['vault', 'hello'], undefined, options);
    link.refuse();
    await expect(call).rejects.toBeInstanceOf(ConnectionLost);
    expect(link.status.getState().phase).toBe('refused');
  });
});
