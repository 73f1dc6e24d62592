/**
 * The only channel, from the main process to the preload script. It carries one port to the engine and nothing else.
 */
export const ENGINE_PORT_CHANNEL = 'hashline:engine-port';
