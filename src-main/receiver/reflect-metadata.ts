/**
 * The part of the ECMAScript decorator-metadata proposal (`Reflect.getMetadata` and kin) that tsyringe, which
 * @peculiar/x509 uses, wants to find before it loads. Metadata on classes only, without inheritance. The
 * reflect-metadata package would do the same in a thousand lines.
 */
const metadata = new WeakMap<object, Map<unknown, unknown>>();

const read = (key: unknown, target: object): unknown => metadata.get(target)?.get(key);

const polyfill = {
  getMetadata: read,
  getOwnMetadata: read,
  defineMetadata(key: unknown, value: unknown, target: object): void {
    const ofTarget = metadata.get(target) ?? new Map<unknown, unknown>();
    metadata.set(target, ofTarget.set(key, value));
  },
};

if (!('getMetadata' in Reflect)) Object.assign(Reflect, polyfill);
