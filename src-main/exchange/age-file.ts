import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';

/** Whether something can be encrypted to this text. */
export function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}

/** Encrypts for one recipient (age-encryption.org/v1, binary). @throws where the recipient is none */
export function encryptTo(recipient: string, plain: Uint8Array): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(plain);
}

/** @returns null where the file is damaged, or was encrypted to somebody else */
export async function decryptWith(identity: string, file: Uint8Array): Promise<Uint8Array | null> {
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    return await decrypter.decrypt(file, 'uint8array');
  } catch {
    return null;
  }
}

/** The recipient that belongs to an identity. @throws where the identity is none */
export const recipientOf = (identity: string): Promise<string> => identityToRecipient(identity);
