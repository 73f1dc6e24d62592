import { createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { contentKeyOf, databasePathOf } from './vault-database.ts';

const PAGE = 4096;
const SALT = 16;
/** At the end of each page: the initialisation vector (16 bytes) and an HMAC (64). */
const RESERVE = 80;

/**
 * Every page of a locked vault's database in plain, also free ones and what lies between rows: as somebody with the key
 * could read them, and SQLite would not show them (SQLCipher 4, raw key: AES-256-CBC).
 */
export async function decrypted(folder: string): Promise<Buffer> {
  const key = await contentKeyOf(folder);
  const file = readFileSync(databasePathOf(folder));
  const pages: Buffer[] = [];
  for (let from = 0; from < file.length; from += PAGE) {
    const end = from + PAGE - RESERVE;
    const cipher = createDecipheriv('aes-256-cbc', key, file.subarray(end, end + 16)).setAutoPadding(false);
    const page = file.subarray(from === 0 ? SALT : from, end);
    pages.push(Buffer.concat([cipher.update(page), cipher.final()]));
  }
  return Buffer.concat(pages);
}
