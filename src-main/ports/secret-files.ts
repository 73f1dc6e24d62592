/** The file beside the vault that holds the device secret, for hosts without a keystore. */
export const FILE_SECRET = 'device-secret';
/** The file beside the vault that holds the device secret in a form only the system's keystore can open. */
export const SEALED_SECRET = 'device-secret.sealed';
