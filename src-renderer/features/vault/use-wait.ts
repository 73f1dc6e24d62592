import { useEffect, useState } from 'react';
import { useVault } from './vault-context.tsx';

/** Seconds until the engine accepts another attempt; zero when it would accept one now. Counts down by itself. */
export function useWait(): number {
  const until = useVault((state) => state.nextTryAtMs);
  const [, setTick] = useState(0);
  const left = Math.max(0, until - performance.now());
  useEffect(() => {
    if (until <= performance.now()) return;
    const timer = setInterval(() => {
      setTick((tick) => tick + 1);
      if (until <= performance.now()) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [until]);
  return Math.ceil(left / 1000);
}
