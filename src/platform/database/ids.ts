import { randomFillSync } from 'node:crypto';
import { uuidV7, type Id, type Prefix } from '../../kernel/index.js';

const RANDOM_BYTES = 10;

/** Chance for many identifiers at once: asking the system for each costs more than all the rest. */
const chance = new Uint8Array(RANDOM_BYTES * 400);
let used = chance.length;

/** A new identifier that sorts by the host's time of creation. */
export function newId<P extends Prefix>(_prefix: P): Id<P> {
  if (used === chance.length) {
    randomFillSync(chance);
    used = 0;
  }
  const random = chance.subarray(used, used + RANDOM_BYTES);
  used += RANDOM_BYTES;
  return uuidV7(Date.now(), random) as Id<P>;
}
