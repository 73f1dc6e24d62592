/** The only channel there is, from main to the preload: it carries one port to the engine and nothing else. */
export const ENGINE_PORT_CHANNEL = 'hashline:engine-port';
