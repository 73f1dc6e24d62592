import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap of every thread grow to three times the memory in use before V8 runs a full collection. With V8's own
 * limit, half as much again and sometimes less, a busy engine did so every half second, and answered nothing for 5 to
 * 20 ms each time. V8 reads the flag at each collection, so it may be set at run time (flags.h of V8,
 * heap_growing_percent). An engine with an open vault uses about 30 MB.
 */
export function letHeapGrow(): void {
  setFlagsFromString('--heap-growing-percent=200');
}
