import { randomBytes } from 'node:crypto';
import { asId, uuidV7, type Id, type Prefix } from '../../kernel/index.js';

/** A new identifier that sorts by the host's time of creation. */
export function newId<P extends Prefix>(_prefix: P): Id<P> {
  return asId<P>(uuidV7(Date.now(), randomBytes(10)));
}
