/** How a desk misbehaves on purpose, so that senders can be tested against it. */
export interface Faults {
  /** Answers with `status` to this share of the referrals, without reading them. */
  status: number;
  rate: number;
  /** Waits before every answer. */
  delayMs: number;
  /** Hangs up without an answer after this share of the referrals has been stored. */
  dropAfterAcceptRate: number;
  /** Refuses this share of the acceptable referrals, and signs the refusal. */
  refuseRate: number;
}

export const NO_FAULTS: Faults = {
  status: 503,
  rate: 0,
  delayMs: 0,
  dropAfterAcceptRate: 0,
  refuseRate: 0,
};

/** The command line's `--fail`, `--delay`, `--drop-after-accept` and `--refuse`, as typed. */
export interface FaultSwitches {
  fail?: string | undefined;
  delay?: string | undefined;
  dropAfterAccept?: string | undefined;
  refuse?: string | undefined;
}

export type FaultSwitchesRead = { faults: Faults } | { problem: string };

/** Reads `--fail 503:0.2 --delay 50 --drop-after-accept 0.1`. A switch that is absent is off. */
export function parseFaultSwitches(switches: FaultSwitches): FaultSwitchesRead {
  const faults = { ...NO_FAULTS };
  if (switches.fail !== undefined) {
    const parts = /^([45]\d\d):(.+)$/.exec(switches.fail);
    const rate = share(parts?.[2]);
    if (parts === null || rate === null) {
      return {
        problem: '--fail needs a status from 400 to 599 and a share from 0 to 1, for example 503:0.2',
      };
    }
    faults.status = Number(parts[1]);
    faults.rate = rate;
  }
  if (switches.delay !== undefined) {
    if (!/^\d{1,5}$/.test(switches.delay)) {
      return { problem: '--delay needs milliseconds from 0 to 99999, for example 50' };
    }
    faults.delayMs = Number(switches.delay);
  }
  if (switches.dropAfterAccept !== undefined) {
    const rate = share(switches.dropAfterAccept);
    if (rate === null) return { problem: '--drop-after-accept needs a share from 0 to 1, for example 0.1' };
    faults.dropAfterAcceptRate = rate;
  }
  if (switches.refuse !== undefined) {
    const rate = share(switches.refuse);
    if (rate === null) return { problem: '--refuse needs a share from 0 to 1, for example 0.1' };
    faults.refuseRate = rate;
  }
  return { faults };
}

function share(text: string | undefined): number | null {
  return text !== undefined && /^(0(\.\d+)?|1(\.0+)?)$/.test(text) ? Number(text) : null;
}
