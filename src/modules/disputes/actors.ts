import type { Actor } from '../../kernel/index.js';

/** Who takes payments back, and decides. */
export const BANK: Actor = { kind: 'provider', name: 'disputes' };
