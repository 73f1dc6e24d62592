/** Why the hub's word is not taken: the log that it gives is not one that seats of this hotline made. */
export type Discord =
  /** A deed does not open, or is not what it is given for: it was changed, or put at another place. */
  | { readonly code: 'deed-unfit'; readonly position: number; readonly device: string }
  /** Sealed with the key of an epoch that this seat has not been given. */
  | { readonly code: 'epoch-unknown'; readonly position: number; readonly epoch: number }
  /** An epoch was opened, and its key was not sealed to this seat so that it opens. */
  | { readonly code: 'epoch-withheld'; readonly epoch: number }
  /** Sealed with the key of an epoch that its signer knew to be over: a removed seat, or the hub with its help. */
  | { readonly code: 'epoch-passed'; readonly position: number }
  /** The places are not in one line. */
  | { readonly code: 'place-missing'; readonly position: number }
  /** Something else stands where this seat knows a settled entry, or a signer had seen another log than this seat. */
  | { readonly code: 'fork'; readonly position: number };

/** The exchange with the hub stops until a person has looked into it; work here goes on. */
export class DiscordFailure extends Error {
  readonly discord: Discord;

  constructor(discord: Discord) {
    super(discord.code);
    this.discord = discord;
  }
}
