import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import { CHANNELS, type ChannelKind } from '../../../shared/domain/channels/all-channels.ts';
import type { SettingKind } from '../../../shared/domain/channels/channel-input.ts';
import { UsageError } from './exit-code.ts';
import { readFirstLine } from './kept-file.ts';
import { settingText } from './setting-text.ts';

const isFile = (how: SettingKind): boolean => how !== 'address' && how !== 'text' && how !== 'choice';

/** The name of a setting as an option is written: `--next-pin`. */
export const optionName = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const SETTING_NAMES: ReadonlySet<string> = new Set(CHANNELS.flatMap(({ asked }) => Object.keys(asked)));

/** An option for each setting; channels that have a setting of one name share its option, which commander takes once. */
export function settingOptions(): Option[] {
  const options = new Map<string, Option>();
  for (const { kind, asked } of CHANNELS) {
    for (const [name, how] of Object.entries(asked)) {
      const { label, hint } = settingText(kind, name);
      const text = `${kind}: ${label}. ${hint}`;
      const shared = options.get(name);
      if (shared) shared.description += ` ${text}`;
      else options.set(name, new Option(`${optionName(name)} <${isFile(how) ? 'file' : how}>`, text));
    }
  }
  return [...options.values()];
}

/** The settings of a channel, with how each is asked for. */
export const askedOf = (kind: ChannelKind): [string, SettingKind][] =>
  CHANNELS.filter((channel) => channel.kind === kind).flatMap(({ asked }) => Object.entries(asked));

/** @throws UsageError where the option names no setting of the channel */
export function settingNamed(kind: ChannelKind, text: string): string {
  const found = askedOf(kind).find(([name]) => optionName(name) === `--${text}`);
  if (found === undefined) throw new UsageError(`a desk of kind ${kind} has no --${text}`);
  return found[0];
}

/**
 * The settings of a channel that options give, with files read.
 * @throws UsageError where an option is of another channel, or a file cannot be read
 */
export function givenSettings(
  kind: ChannelKind,
  options: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const asked = askedOf(kind);
  const others = Object.keys(options).filter(
    (name) => SETTING_NAMES.has(name) && !asked.some(([own]) => own === name),
  );
  if (others.length > 0)
    throw new UsageError(`a desk of kind ${kind} has no ${others.map(optionName).join(', ')}`);
  const given = asked.flatMap(([name, how]) => {
    const value = options[name];
    if (typeof value !== 'string') return [];
    if (how === 'secret-text') return [[name, readFirstLine(value)]];
    return [[name, isFile(how) ? readText(value) : value]];
  });
  return Object.fromEntries(given);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}
