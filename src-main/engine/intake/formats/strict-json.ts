import { Tokenizer, TokenizerError } from '@streamparser/json';
import { countMembers, FORBIDDEN_KEYS, shapeOf } from '../../../../shared/domain/json-shape.ts';
import type { RefusalReason } from '../../../../shared/domain/refusal.ts';
import type { RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import { FileRefused } from './intake-format.ts';
import { INTAKE_LIMITS } from './intake-limits.ts';
import { LongStringFilter } from './long-string-filter.ts';

export type JsonScalar = string | number | boolean | null;

/** Receives the parts of a document in order: containers are opened and closed, members announced by their key. */
export interface JsonVisitor {
  open(container: 'object' | 'array'): void;
  close(container: 'object' | 'array'): void;
  key(name: string): void;
  /** @param cut whether the string was too long, in which case `value` is its beginning */
  scalar(value: JsonScalar, cut: boolean): void;
  /** The open object breaks a rule at this key; reading continues. */
  objection(reason: JsonObjection, key: string): void;
}

/** A rule that a key breaks. */
export type JsonObjection = 'duplicate-key' | 'forbidden-key' | 'too-many-columns';

export const OBJECTION_DETAIL: Readonly<Record<JsonObjection, RefusalDetail>> = {
  'duplicate-key': { code: 'key-twice' },
  'forbidden-key': { code: 'key-forbidden' },
  'too-many-columns': { code: 'too-many-keys', maximum: INTAKE_LIMITS.maxJsonMembers },
};

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

/**
 * Reads one JSON document as a stream (RFC 8259), stricter than `JSON.parse`: repeated keys and keys that reach a
 * prototype are reported, nesting is limited to 16, strings and numbers are bounded. Memory is bounded by the limits,
 * not by the document. Throws `FileRefused` without a row where the document cannot be read on.
 */
export class StrictJson {
  readonly #visitor: JsonVisitor;
  readonly #tokenizer = new Tokenizer();
  readonly #filter = new LongStringFilter({
    maxStringBytes: INTAKE_LIMITS.maxJsonStringBytes,
    maxNumberBytes: INTAKE_LIMITS.maxJsonNumberBytes,
  });
  /** The keys of each open object; null for an array. */
  readonly #open: (Set<string> | null)[] = [];
  #expected: Expected = 'value';
  #strings = 0;

  constructor(visitor: JsonVisitor) {
    this.#visitor = visitor;
    this.#tokenizer.onToken = ({ token, value }) => this.#onToken(token, value);
  }

  write(slice: Uint8Array): void {
    try {
      this.#filter.pass(slice, (part) => this.#tokenizer.write(part));
    } catch (error) {
      throw error instanceof TokenizerError ? unreadable('bad-json') : error;
    }
  }

  end(): void {
    try {
      this.#tokenizer.end();
    } catch (error) {
      throw error instanceof TokenizerError ? unreadable('truncated') : error;
    }
    if (this.#expected !== 'nothing') throw unreadable('truncated');
  }

  #onToken(token: number, value: unknown): void {
    const expected = this.#expected;
    switch (token) {
      case Token.leftBrace:
      case Token.leftBracket:
        if (expected !== 'value' && expected !== 'value-or-end') throw unreadable('bad-json');
        if (this.#open.length >= INTAKE_LIMITS.maxJsonDepth) throw unreadable('too-deep');
        this.#open.push(token === Token.leftBrace ? new Set() : null);
        this.#expected = token === Token.leftBrace ? 'key-or-end' : 'value-or-end';
        this.#visitor.open(token === Token.leftBrace ? 'object' : 'array');
        return;
      case Token.rightBrace:
        this.#closeContainer('object', expected === 'key-or-end' || expected === 'comma-or-end');
        return;
      case Token.rightBracket:
        this.#closeContainer('array', expected === 'value-or-end' || expected === 'comma-or-end');
        return;
      case Token.colon:
        if (expected !== 'colon') throw unreadable('bad-json');
        this.#expected = 'value';
        return;
      case Token.comma:
        if (expected !== 'comma-or-end') throw unreadable('bad-json');
        this.#expected = this.#open.at(-1) === null ? 'value' : 'key';
        return;
      case Token.string:
        this.#onString(String(value), this.#filter.wasCut(++this.#strings));
        return;
      default:
        if (expected !== 'value' && expected !== 'value-or-end') throw unreadable('bad-json');
        this.#visitor.scalar(isScalar(value) ? value : null, false);
        this.#afterValue();
    }
  }

  #onString(text: string, cut: boolean): void {
    if (this.#expected === 'value' || this.#expected === 'value-or-end') {
      this.#visitor.scalar(text, cut);
      this.#afterValue();
      return;
    }
    if (this.#expected !== 'key' && this.#expected !== 'key-or-end') throw unreadable('bad-json');
    if (text.length > LONGEST_KEY) throw unreadable('too-long');
    const keys = this.#open.at(-1) ?? new Set();
    if (FORBIDDEN_KEYS.has(text)) this.#visitor.objection('forbidden-key', text);
    else if (keys.has(text)) this.#visitor.objection('duplicate-key', text);
    else if (keys.size < INTAKE_LIMITS.maxJsonMembers) keys.add(text);
    else this.#visitor.objection('too-many-columns', text);
    this.#visitor.key(text);
    this.#expected = 'colon';
  }

  #closeContainer(container: 'object' | 'array', allowed: boolean): void {
    if (!allowed || (container === 'array') !== (this.#open.at(-1) === null)) throw unreadable('bad-json');
    this.#open.pop();
    this.#visitor.close(container);
    this.#afterValue();
  }

  #afterValue(): void {
    this.#expected = this.#open.length === 0 ? 'nothing' : 'comma-or-end';
  }
}

/** The tokenizer's own numbering, whose names its package does not export. */
const Token = {
  leftBrace: 0,
  rightBrace: 1,
  leftBracket: 2,
  rightBracket: 3,
  colon: 4,
  comma: 5,
  string: 9,
} as const;

const isScalar = (value: unknown): value is JsonScalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** Keys of open objects are kept in memory, so their length is limited. */
const LONGEST_KEY = 256;

const DETAIL = {
  'bad-json': { code: 'not-json' },
  truncated: { code: 'ends-early' },
  'too-deep': { code: 'too-deep', maximum: INTAKE_LIMITS.maxJsonDepth },
  'too-long': { code: 'key-too-long', maximum: LONGEST_KEY },
} as const satisfies Readonly<Partial<Record<RefusalReason, RefusalDetail>>>;

const unreadable = (reason: keyof typeof DETAIL): FileRefused =>
  new FileRefused({ row: null, field: null, reason, detail: DETAIL[reason] });

/** A fault that `parseStrictJson` found in a text. */
export interface JsonFault {
  reason: 'bad-json' | 'truncated' | 'too-deep' | 'duplicate-key' | 'forbidden-key';
  /** The faulty key, if the fault is at one. */
  key: string | null;
}

/**
 * Parses one short JSON text under the same rules as `StrictJson`, at the speed of `JSON.parse`. Repeated keys show as
 * a difference: the text holds one colon outside strings for each member written, the value only the last of each.
 */
export function parseStrictJson(text: string): { value: unknown } | { fault: JsonFault } {
  const shape = shapeOf(text);
  if (shape.depth > INTAKE_LIMITS.maxJsonDepth) return { fault: { reason: 'too-deep', key: null } };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: { reason: shape.unfinished ? 'truncated' : 'bad-json', key: null } };
  }
  const members = countMembers(value);
  if (members === null || members !== shape.colons) return { fault: firstObjection(text) };
  return { value };
}

/** Finds the fault by the slow parser, only for texts already known to break a rule. */
function firstObjection(text: string): JsonFault {
  let fault: JsonFault | null = null;
  const json = new StrictJson({
    open: () => {},
    close: () => {},
    key: () => {},
    scalar: () => {},
    objection: (reason, key) => {
      if (reason !== 'too-many-columns') fault ??= { reason, key };
    },
  });
  try {
    json.write(new TextEncoder().encode(text));
    json.end();
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
  }
  return fault ?? { reason: 'duplicate-key', key: null };
}
