import { expect, test } from 'vitest';
import { NO_FAULTS, parseFaultSwitches } from '../../../src-main/receiver/fault-switches.ts';

test('switches that are absent are off', () => {
  expect(parseFaultSwitches({})).toEqual({ faults: NO_FAULTS });
});

test('all three switches are read together', () => {
  expect(parseFaultSwitches({ fail: '500:0.2', delay: '50', dropAfterAccept: '0.1', refuse: '0.3' })).toEqual(
    {
      faults: { status: 500, rate: 0.2, delayMs: 50, dropAfterAcceptRate: 0.1, refuseRate: 0.3 },
    },
  );
});

test.each(['503', '503:', '200:0.5', '503:1.5', '503:-0.1', '503:NaN', 'x:0.1', '503:1e-1'])(
  '--fail %s is refused with an example',
  (fail) => {
    expect(parseFaultSwitches({ fail })).toEqual({
      problem: '--fail needs a status from 400 to 599 and a share from 0 to 1, for example 503:0.2',
    });
  },
);

test.each(['-1', '1.5', 'soon', '', '100000'])('--delay %s is refused with an example', (delay) => {
  expect(parseFaultSwitches({ delay })).toEqual({
    problem: '--delay needs milliseconds from 0 to 99999, for example 50',
  });
});

test.each(['2', '-0', 'often', ''])(
  '--drop-after-accept %s is refused with an example',
  (dropAfterAccept) => {
    expect(parseFaultSwitches({ dropAfterAccept })).toEqual({
      problem: '--drop-after-accept needs a share from 0 to 1, for example 0.1',
    });
  },
);
