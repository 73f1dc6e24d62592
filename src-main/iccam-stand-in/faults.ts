/** How the stand-in misbehaves on purpose. */
export type Fault =
  /** Hangs up before it looks at the request, or after it has done what was asked. */
  | { type: 'drop-before' | 'drop-after' }
  /** Answers with this status and text, without looking at the request. */
  | { type: 'answer'; status: number; body?: string };

/** @param call for example `POST rest/reports`, without the query */
export type Faults = (call: string) => Fault | null;

export const NO_FAULTS: Faults = () => null;

/** Lets a fault happen to the next `times` calls whose name fits. */
export function faultsAt(call: RegExp, fault: Fault, times = 1): Faults {
  let left = times;
  return (name) => {
    if (left === 0 || !call.test(name)) return null;
    left -= 1;
    return fault;
  };
}

/** Lets a fault happen to a share of the calls whose name fits. @param random in [0, 1) */
export const faultsSometimes =
  (call: RegExp, fault: Fault, share: number, random: () => number): Faults =>
  (name) =>
    call.test(name) && random() < share ? fault : null;

/** The first of several faults that happens. */
export const anyFault =
  (...all: Faults[]): Faults =>
  (name) => {
    for (const faults of all) {
      const fault = faults(name);
      if (fault !== null) return fault;
    }
    return null;
  };
