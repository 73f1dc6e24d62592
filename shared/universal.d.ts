// The few globals that every host of this code has (WinterTC minimum common API). Everything else depends on the host
// and is passed as a parameter; the zone's tsconfig offers neither DOM nor Node.
declare class URL {
  constructor(url: string);
  readonly hostname: string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes: Uint8Array, options?: { stream?: boolean }): string;
}
declare function atob(text: string): string;
declare function btoa(text: string): string;
declare class Blob {
  constructor(parts?: readonly (Uint8Array | string)[]);
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}
