import { z } from 'zod';
import { HubFailure, type HubTrouble } from '../ports/hub.ts';

/** Node's codes where nothing answers, or stopped to. */
const UNREACHABLE = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * SQLSTATEs (PostgreSQL, appendix A) by which a server says that it cannot now: lost connections, lack of resources, an
 * operator's shutdown, a call that took too long or lost against another.
 */
const NOT_NOW = /^(08...|53...|57...|58...|40...|55P03)$/;

/** Words of `pg` that come without a code. */
const ENDED =
  /^(Connection terminated|timeout expired|Client (was closed|has encountered)|Query read timeout)/;

const ServerError = z.looseObject({
  code: z.string().regex(/^[0-9A-Z]{5}$/),
  severity: z.string(),
  message: z.string(),
  detail: z.string().optional(),
});

/** What kept the hub from doing something, from whatever `pg` or the system threw. */
export function hubFailure(error: unknown): HubFailure {
  return error instanceof HubFailure ? error : new HubFailure(troubleOf(error), { cause: error });
}

function troubleOf(error: unknown): HubTrouble {
  const server = ServerError.safeParse(error);
  if (server.success) return saidBy(server.data);
  if (!(error instanceof Error)) return { code: 'unfit', why: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (UNREACHABLE.has(code)) return { code: 'unreachable', why: code };
  if (code === '' && ENDED.test(error.message)) return { code: 'unreachable', why: error.message };
  return { code: 'unfit', why: code === '' ? error.message : `${code}: ${error.message}` };
}

function saidBy({ code, message, detail = '' }: z.infer<typeof ServerError>): HubTrouble {
  const count = /^\d{1,15}$/.test(detail) ? Number(detail) : null;
  if (code === 'HL001') return { code: 'not-admitted' };
  if (code === 'HL002' && count !== null) return { code: 'taken-back', size: count };
  if (code === 'HL003' && count !== null) return { code: 'other-number', next: count };
  if (code === 'HL004' && count !== null) return { code: 'gap', size: count };
  if (code === 'HL005') return { code: 'fork' };
  const why = `${code}: ${message}`;
  return NOT_NOW.test(code) ? { code: 'unreachable', why } : { code: 'unfit', why };
}
